import type { MarkdownDepth } from '#contracts';
import { percent } from '../words/figures.ts';

/** One row for neighbours with the same depth. */
export function depthRows(depths: readonly MarkdownDepth[]): readonly { sold: string; depth: number }[] {
  const runs: { from: number; to: number; depth: number }[] = [];
  for (const { sell_through, depth } of depths) {
    const last = runs.at(-1);
    if (last?.depth === depth) last.to = sell_through;
    else runs.push({ from: sell_through, to: sell_through, depth });
  }
  return runs.map(({ from, to, depth }, i) => {
    if (i === 0 && runs.length > 1) return { sold: `${percent(to)} or less`, depth };
    if (i === runs.length - 1) return { sold: `${percent(from)} or more`, depth };
    return { sold: from === to ? percent(from) : `${percent(from)} to ${percent(to)}`, depth };
  });
}
