import type { Reasoning, SeasonPlan } from '#contracts';
import { demandReport } from './demand.report.ts';
import { markdownReport } from './markdown.report.ts';
import type { ReportLayout } from './report-layout.ts';
import { storesReport } from './stores.report.ts';
import { amount, count, day, percent, wrapped } from './wording.ts';

/** The plan for a planner's eyes: the figures that matter first, then why they are what they are. */
export function planReport(plan: SeasonPlan, layout: ReportLayout): string[] {
  return [
    ...headline(plan, layout),
    '',
    ...demandReport(plan, layout),
    '',
    ...storesReport(plan, layout),
    '',
    ...markdownReport(plan, layout),
    '',
    ...reasons(plan, layout),
    '',
    ...certificate(plan, layout),
  ];
}

function headline(
  { category_id, parameters, demand, inventory }: SeasonPlan,
  { paint }: ReportLayout,
): string[] {
  const { replenishment } = inventory;
  const [low, high] = demand.total_interval_80;
  const facts: [label: string, text: string][] = [
    ['forecast', `${amount(demand.total_units, 'unit')} (80 % sure: ${count(low)}–${count(high)})`],
    ['safety stock', percent(demand.safety_stock_pct)],
    [
      'at launch',
      `${amount(inventory.initial_allocation_units, 'unit')} in ${amount(inventory.stores.length, 'store')}`,
    ],
    ['held at the DC', amount(inventory.dc_holdback_units, 'unit')],
    [
      'replenishment',
      replenishment.status === 'skipped'
        ? parameters.replenishment_strategy === 'none'
          ? 'none'
          : `none: ${replenishment.reason ?? ''}`
        : `${parameters.replenishment_strategy}, ${amount(replenishment.shipments.length, 'shipment')}`,
    ],
    ['factory orders', inventory.orders.map(({ week, units }) => `week ${week}: ${count(units)}`).join(', ')],
    [
      'expected',
      `${percent(replenishment.fill_rate)} of demand met; ${amount(replenishment.expected_lost_units, 'unit')} lost, ${count(replenishment.expected_leftover_units)} left over`,
    ],
  ];
  const labels = Math.max(...facts.map(([label]) => label.length));
  return [
    `${paint('bold', category_id)}  ${day(parameters.season_start_date)} – ${day(parameters.season_end_date)}, ${parameters.forecast_horizon_weeks} weeks`,
    '',
    paint(['bold', 'green'], `Make ${amount(inventory.manufacturing_units, 'unit')}`),
    ...facts.map(([label, text]) => `  ${paint('dim', label.padEnd(labels))}  ${text}`),
  ];
}

function reasons({ demand, inventory, pricing }: SeasonPlan, { paint, width }: ReportLayout): string[] {
  const part = (title: string, reasoning: readonly Reasoning[]): string[] => [
    `  ${title}`,
    ...reasoning.map(({ text }) => wrapped(`    - ${text}`, width, '      ')),
  ];
  return [
    paint('bold', 'Why'),
    ...part('Demand', demand.reasoning),
    ...part('Inventory', inventory.reasoning),
    ...part('Pricing', pricing.reasoning),
  ];
}

function certificate({ certificate }: SeasonPlan, { paint, width }: ReportLayout): string[] {
  const { invariants, plan_hash, input_hash, seed } = certificate;
  const names = invariants.map(({ name }) => name.replaceAll('_', ' ')).join(', ');
  return [
    `${paint('bold', 'Certificate')}  ${paint('green', `✓ ${invariants.length} checks hold`)}`,
    wrapped(`  ${names}`, width, '  '),
    paint(
      'dim',
      `  plan ${plan_hash.slice(0, 16)}, made from ${input_hash.slice(0, 16)} with seed ${seed}: the same input gives the same plan`,
    ),
  ];
}
