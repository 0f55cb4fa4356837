import type { PricingPlan } from '#contracts';
import { count, percent, signed } from '../words/figures.ts';
import { depthRows } from './depth-rows.ts';

/** When and how deep: the depth for what may have been sold by then, and what it is worth. */
export function MarkdownPart({ pricing }: { pricing: PricingPlan }) {
  const { status, reason, checkpoint_week, threshold, depth_by_sell_through, markdown_depth, projected } =
    pricing;
  if (status === 'skipped' || checkpoint_week === null || threshold === null)
    return (
      <details class="part">
        <summary>
          <h3>Markdown</h3> none
        </summary>
        <p>{reason}</p>
      </details>
    );
  return (
    <details class="part">
      <summary>
        <h3>Markdown</h3> at the end of week {checkpoint_week}, below {percent(threshold)} sold
      </summary>
      <div class="beside">
        <table>
          <thead>
            <tr>
              <th scope="col">Sold by then</th>
              <th scope="col" class="figure">
                Markdown
              </th>
            </tr>
          </thead>
          <tbody>
            {depthRows(depth_by_sell_through).map(({ sold, depth }) => (
              <tr key={sold} class={depth === markdown_depth ? 'expected' : undefined}>
                <th scope="row">{sold}</th>
                <td class="figure">{depth === 0 ? 'none' : `${percent(depth)} off`}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {projected !== null && <Outlook pricing={pricing} projected={projected} />}
      </div>
    </details>
  );
}

function Outlook({
  pricing: { markdown_depth, recommended_depth, price_elasticity },
  projected,
}: {
  pricing: PricingPlan;
  projected: NonNullable<PricingPlan['projected']>;
}) {
  const { without, with: cut } = projected;
  const rows = [
    { name: 'Units sold', of: (of: typeof cut) => of.units, at: 'units', isGood: 1 },
    { name: 'Left over', of: (of: typeof cut) => of.leftover_units, at: 'leftover_units', isGood: -1 },
    ...(cut.revenue === undefined || without.revenue === undefined
      ? []
      : [{ name: 'Revenue', of: (of: typeof cut) => of.revenue ?? 0, at: 'revenue', isGood: 1 }]),
  ];
  return (
    <div>
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span class="unseen">Figure</span>
            </th>
            <th scope="col" class="figure">
              at full price
            </th>
            <th scope="col" class="figure">
              {percent(markdown_depth ?? 0)} off
            </th>
            <th scope="col" class="figure">
              change
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, of, at, isGood }) => {
            const change = of(cut) - of(without);
            return (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td class="figure" data-fact={`/pricing/projected/without/${at}`}>
                  {count(of(without))}
                </td>
                <td class="figure" data-fact={`/pricing/projected/with/${at}`}>
                  {count(of(cut))}
                </td>
                <td class={`figure ${change === 0 ? '' : change * isGood > 0 ? 'gain' : 'loss'}`}>
                  {signed(change, count)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p class="small">
        {price_elasticity !== null && (
          <>
            Price elasticity{' '}
            <span data-fact="/pricing/price_elasticity/value">{price_elasticity.value.toFixed(2)}</span>,{' '}
            {
              {
                default: 'an assumption',
                option: 'as you chose',
                estimated: 'estimated from the prices of the data',
              }[price_elasticity.source]
            }
            .{' '}
          </>
        )}
        {recommended_depth !== null &&
          (recommended_depth === 0
            ? 'By expected value no markdown is worth more than any.'
            : `By expected value ${percent(recommended_depth)} off is worth the most.`)}
      </p>
    </div>
  );
}
