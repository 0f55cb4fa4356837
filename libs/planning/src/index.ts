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
