import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { initSync, Prophet } from '@bsull/augurs/prophet';
import { optimizer } from '@bsull/augurs-prophet-wasmstan';
import type { ForecastModel, WeekPanel } from '#planning';

const YEAR = 52;
const SECONDS_A_DAY = 86_400;
/** Quasi-Newton steps; where they do not suffice the fit is taken as far as it has come. */
const MAX_ITERATIONS = 2000;

const folder = dirname(createRequire(import.meta.url).resolve('@bsull/augurs/prophet'));
initSync({ module: readFileSync(join(folder, 'prophet_bg.wasm')) });

/** Middle of each week, in seconds since 1970. */
const middles = (panel: WeekPanel, from: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => (panel.firstDay + 7 * (from + i) + 3) * SECONDS_A_DAY);

function forecastRow(panel: WeekPanel, history: Float64Array): Float64Array {
  const seen = [...history.keys()].filter((week) => !Number.isNaN(history[week]));
  const units = seen.map((week) => history[week]);
  const [least, most] = [Math.min(...units), Math.max(...units)];
  // Prophet scales by the range of the history, of which a level series has none.
  if (least === most) return new Float64Array(panel.horizon).fill(most);
  const times = middles(panel, 0, panel.weeks);
  const model = new Prophet({
    optimizer,
    yearlySeasonality: { type: 'manual', enabled: true },
    weeklySeasonality: { type: 'manual', enabled: false },
    dailySeasonality: { type: 'manual', enabled: false },
    seasonalityMode: 'multiplicative',
    uncertaintySamples: 0,
  });
  try {
    model.fit({ ds: seen.map((week) => times[week]), y: units }, { iter: MAX_ITERATIONS, seed: 1 });
    const { yhat } = model.predict({ ds: middles(panel, panel.weeks + panel.lead, panel.horizon) });
    return Float64Array.from(yhat.point, (value) => Math.max(0, value));
  } finally {
    model.free();
  }
}

/**
 * Prophet (Taylor & Letham 2018) with a multiplicative yearly season, by maximum a posteriori: the one half of the
 * reference design's forecast. Weeks that were not observed are left out.
 */
export const prophet: ForecastModel = {
  name: 'Prophet',
  minWeeks: YEAR,
  costly: true,
  forecast: (panel, rows) => rows.map((row) => forecastRow(panel, panel.rows[row])),
};
