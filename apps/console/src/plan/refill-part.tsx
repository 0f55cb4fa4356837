import type { InventoryPlan } from '#contracts';
import { count, counted, percent } from '../words/figures.ts';

/** What stores get during the season, and what the factory is asked for. */
export function RefillPart({ inventory }: { inventory: InventoryPlan }) {
  const { replenishment, orders, dc_holdback_units: held } = inventory;
  const { status, reason, shipments, fill_rate, expected_lost_units, expected_leftover_units } =
    replenishment;
  const isSkipped = status === 'skipped';
  const most = Math.max(1, ...shipments.map(({ units }) => units));
  return (
    <details class="part">
      <summary>
        <h3>Refills</h3>{' '}
        {isSkipped
          ? 'none'
          : `${counted(shipments.length, 'shipment')} from the DC, which starts with ${counted(held, 'unit')}`}
      </summary>
      {isSkipped && <p>{reason}</p>}
      {shipments.length > 0 && (
        <ul class="bars">
          {shipments.map(({ week, units, stores }) => (
            <li key={week}>
              <span>
                week {week}, {counted(stores, 'store')}
              </span>
              <span class="bar" style={{ '--share': String(units / most) }} aria-hidden="true" />
              <span class="figure">{count(units)}</span>
            </li>
          ))}
        </ul>
      )}
      <p>
        On average stores meet {percent(fill_rate)} of demand,{' '}
        <span data-fact="/inventory/replenishment/expected_lost_units">
          {counted(expected_lost_units, 'unit')}
        </span>{' '}
        are missed and {counted(expected_leftover_units, 'unit')} are left over.
      </p>
      <p>
        From the factory:{' '}
        {orders.map(({ week, units, type }, i) => (
          <span key={i}>
            {i > 0 && ', '}
            {counted(units, 'unit')} {type === 'initial' ? 'before the season' : `ordered in week ${week}`}
          </span>
        ))}
        .
      </p>
    </details>
  );
}
