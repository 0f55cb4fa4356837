import type { MarkdownDepth, SeasonPlan } from '#contracts';
import type { ReportLayout } from './report-layout.ts';
import { count, percent } from './wording.ts';

/** When and how deep to mark down, for each share of the buy that may have been sold by then. */
export function markdownReport({ pricing }: SeasonPlan, { paint }: ReportLayout): string[] {
  if (pricing.status === 'skipped') return [paint('bold', 'Markdown'), `  none: ${pricing.reason ?? ''}`];
  const { checkpoint_week, threshold, threshold_source, projected } = pricing;
  const share = (fraction: number | null): string => (fraction === null ? '—' : percent(fraction));
  return [
    `${paint('bold', 'Markdown')}  at the end of week ${checkpoint_week}, if less than ${share(threshold)} of the buy is sold${threshold_source === 'assumed' ? paint('yellow', ' (assumed)') : ''}`,
    `  expected by then  ${share(pricing.projected_sell_through)} sold; ${share(pricing.probability_below_threshold)} likely to be below`,
    ...depths(pricing.depth_by_sell_through).map((line) => `  ${line}`),
    `  at what is expected  ${paint('bold', share(pricing.markdown_depth))} off by the gap rule; ${share(pricing.recommended_depth)} off is worth most`,
    ...(projected === null
      ? []
      : [
          `  with it  ${count(projected.with.units)} sold and ${count(projected.with.leftover_units)} left over, instead of ${count(projected.without.units)} and ${count(projected.without.leftover_units)}`,
        ]),
  ];
}

/** The depths as two lines, sell-through above and markdown below; neighbours with the same depth are one column. */
function depths(rows: readonly MarkdownDepth[]): string[] {
  const steps = rows.filter(
    ({ depth }, at) => depth !== rows[at - 1]?.depth || depth !== rows[at + 1]?.depth,
  );
  const cells = steps
    .filter(({ depth }, at) => at === 0 || depth !== steps[at - 1].depth)
    .map(({ sell_through, depth }, at, { length }) => {
      const upTo = steps.findLast((step) => step.depth === depth)?.sell_through ?? sell_through;
      const sold =
        at === 0 && upTo !== sell_through
          ? `up to ${percent(upTo)}`
          : at === length - 1
            ? `from ${percent(sell_through)}`
            : percent(sell_through);
      return [sold, depth === 0 ? 'none' : percent(depth)];
    });
  const widths = cells.map((pair) => Math.max(...pair.map((cell) => cell.length)));
  const line = (title: string, at: 0 | 1): string =>
    `${title}  ${cells.map((pair, column) => pair[at].padStart(widths[column])).join('   ')}`;
  return cells.length === 0 ? [] : [line('if sold ', 0), line('mark off', 1)];
}
