// How figures of benchmarks are shown and compared.

/** What two runs are compared by: the ratio to what was measured beside the figure, else the figure itself. */
export const ratioOf = ({ value, beside }) => (beside === undefined ? value : value / beside.value);

/** More is better where a figure has a lower bound, or is a rate. */
export const moreIsBetter = ({ atLeast, unit }) => atLeast !== undefined || unit === '1/s';

const shown = (value) =>
  value === 0 ? '0' : value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toPrecision(2);

const goalOf = ({ atMost, atLeast, unit }) =>
  atMost !== undefined ? `≤ ${atMost} ${unit}` : atLeast !== undefined ? `≥ ${atLeast} ${unit}` : '';

const metOf = ({ value, atMost, atLeast }) =>
  atMost === undefined && atLeast === undefined
    ? ''
    : value <= (atMost ?? Infinity) && value >= (atLeast ?? -Infinity)
      ? 'yes'
      : '**no**';

export function tableOf({ date, commit, machine, load_before, command, figures }) {
  const rows = Object.entries(figures).map(([name, figure]) => {
    const { value, unit, beside, ratio } = figure;
    const comparator = beside === undefined ? '' : `${beside.what}: ${shown(beside.value)} ${unit}`;
    return `| ${name} | ${shown(value)} ${unit} | ${goalOf(figure)} | ${metOf(figure)} | ${comparator} | ${beside === undefined ? '' : shown(ratio)} |`;
  });
  return [
    `\`${command}\` on ${date} at ${commit}: ${machine}; load ${load_before} before it began.`,
    '',
    '| figure | measured | goal | met | beside it in the same run | ratio |',
    '| --- | ---: | ---: | --- | --- | ---: |',
    ...rows,
    '',
  ].join('\n');
}
