import { stringify } from 'csv-stringify/sync';
import type { SeasonPlan, StoreShipment } from '#contracts';

export const PLAN_EXPORTS = ['forecast', 'allocations', 'replenishment', 'markdowns'] as const;
export type PlanExport = (typeof PLAN_EXPORTS)[number];

interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/**
 * One table of a plan as CSV: RFC 4180 with a header row and CRLF. A text that a spreadsheet would take for a formula
 * gets a leading apostrophe (OWASP, CSV injection); numbers stay as they are.
 */
export function planCsv(
  kind: PlanExport,
  plan: SeasonPlan,
  storeShipments: readonly StoreShipment[],
): string {
  const { columns, rows } = tableOf(kind, plan, storeShipments);
  return stringify([columns, ...rows] as (string | number)[][], {
    record_delimiter: '\r\n',
    cast: { string: withoutFormula },
  });
}

function tableOf(kind: PlanExport, plan: SeasonPlan, storeShipments: readonly StoreShipment[]): Table {
  switch (kind) {
    case 'forecast':
      return {
        columns: ['week', 'start_date', 'units', 'lo80', 'hi80', 'lo95', 'hi95'],
        rows: plan.demand.weekly.map(({ week, start_date, units, lo80, hi80, lo95, hi95 }) => [
          week,
          start_date,
          units,
          lo80,
          hi80,
          lo95,
          hi95,
        ]),
      };
    case 'allocations': {
      const labels = new Map(plan.inventory.clusters.map(({ id, label }) => [id, label]));
      return {
        columns: ['store_id', 'cluster_id', 'cluster_label', 'share', 'initial_units', 'min_units'],
        rows: plan.inventory.stores.map(({ store_id, cluster_id, share, initial_units, min_units }) => [
          store_id,
          cluster_id,
          labels.get(cluster_id) ?? '',
          share,
          initial_units,
          min_units,
        ]),
      };
    }
    case 'replenishment':
      return {
        columns: ['week', 'store_id', 'units'],
        rows: storeShipments.map(({ week, store_id, units }) => [week, store_id, units]),
      };
    case 'markdowns':
      return {
        columns: ['checkpoint_week', 'threshold', 'sell_through', 'gap', 'depth'],
        rows: plan.pricing.depth_by_sell_through.map(({ sell_through, gap, depth }) => [
          plan.pricing.checkpoint_week ?? '',
          plan.pricing.threshold ?? '',
          sell_through,
          gap,
          depth,
        ]),
      };
  }
}

/** ASCII and full-width signs that start a formula, and the controls that let one hide behind them. */
const FORMULA_START = /^[=+\-@\t\r＝＋－＠]/;

function withoutFormula(text: string): string {
  const isNumber = text.trim() === text && text !== '' && Number.isFinite(Number(text));
  return FORMULA_START.test(text) && !isNumber ? `'${text}` : text;
}
