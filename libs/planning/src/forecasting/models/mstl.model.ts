import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { initSync, MSTL } from '@bsull/augurs/mstl';
import { fillGaps } from '../fill-gaps.ts';
import { logScale } from '../log-scale.ts';
import type { WeekPanel } from '../week-panel.ts';
import { YEAR, type ForecastModel } from './forecast-model.ts';

let loaded = false;
function load(): void {
  if (loaded) return;
  const folder = dirname(createRequire(import.meta.url).resolve('@bsull/augurs/mstl'));
  initSync({ module: readFileSync(join(folder, 'mstl_bg.wasm')) });
  loaded = true;
}

function forecastRow(panel: WeekPanel, history: Float64Array): Float64Array {
  const scale = logScale(history);
  const logs = fillGaps(history.map((units) => scale.toLog(units)));
  const model = MSTL.ets([YEAR]);
  try {
    model.fit(logs);
    const { point } = model.predict(panel.lead + panel.horizon);
    return Float64Array.from(point.slice(panel.lead), (log) =>
      Number.isFinite(log) ? scale.toUnits(log) : 0,
    );
  } finally {
    model.free();
  }
}

/** STL decomposition on logs with a 52-week season and AutoETS on the rest (Bandara, Hyndman & Bergmeir 2021). */
export const mstl: ForecastModel = {
  name: 'MSTL(ETS)',
  minWeeks: 2 * YEAR,
  costly: true,
  forecast(panel, rows) {
    load();
    return rows.map((row) => forecastRow(panel, panel.rows[row]));
  },
};
