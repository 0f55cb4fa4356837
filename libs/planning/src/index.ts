export { apportion, type Apportionment, type Claim } from './allocation/apportion.ts';
export { planInventory } from './allocation/plan-inventory.ts';
export { lastUsefulShipping, type DeliverySchedule } from './allocation/delivery-schedule.ts';
export {
  playSeason,
  type SeasonOutcome,
  type SeasonSetting,
  type ShippingRule,
} from './allocation/season-play.ts';
export { DEFAULT_RULES, planStock, type InventoryRules, type StockPlan } from './allocation/stock-plan.ts';
export { clusterStores, type Clustering } from './allocation/store-clusters.ts';
export { hasHolidayCalendar } from './calendar/holidays.ts';
export {
  addDays,
  daysBetween,
  fromDayNumber,
  isIsoDate,
  seasonEndDate,
  toDayNumber,
  weekStartDate,
} from './calendar/season-calendar.ts';
export { SEASON_LIMITS, seasonViolations, type UncheckedSeasonParameters } from './calendar/season-rules.ts';
export {
  checkReasoning,
  reasonAbout,
  resolvePointer,
  type PlanSoFar,
  type ReasoningFault,
} from './certificate/reasoning.ts';
export {
  forecastSeason,
  seasonPanel,
  type SeasonForecast,
  type SeasonForecastInput,
} from './forecasting/season-forecast.ts';
export { certify, InvariantBrokenError, type CertificateInputs } from './certificate/certify.ts';
export { canonicalHash, planHash } from './certificate/plan-hash.ts';
export { planPricing } from './markdown/plan-pricing.ts';
export {
  estimateElasticity,
  type ElasticityEstimate,
  type PriceObservation,
} from './markdown/price-elasticity.ts';
export { planDemand } from './forecasting/plan-demand.ts';
export { seededRandom } from './forecasting/seeded-random.ts';
export { arima } from './forecasting/models/arima.model.ts';
export type { ForecastModel } from './forecasting/models/forecast-model.ts';
export type { WeekPanel } from './forecasting/week-panel.ts';
