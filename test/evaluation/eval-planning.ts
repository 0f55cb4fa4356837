/**
 * Plays inventory plans against what real stores then sold, and estimates elasticities from real prices, through the
 * code the agents run.
 *
 *   npm run eval:planning               all parts, a few minutes
 *   npm run eval:planning -- --part A   one part: A equal exact buy, B own buy, C elasticity
 *   npm run eval:planning -- --docs     also stores the tables in docs/planning-methods.md
 *
 * The data are in ../shared/data, the design's own forecasts in ../shared/baselines; parts without theirs are skipped.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { elasticityTable, hasPrices } from './brand-elasticity.ts';
import { equalBuyTable, type Figure } from './equal-buy.ts';
import { hasPeers, OWN_BUY_HEAD, ownBuyTable, readPeers } from './own-buy.ts';
import { pastSeasons } from './past-seasons.ts';
import { DATA_FOLDER, hasData, readRetailData } from './retail-data.ts';

const SETS = ['dominicks', 'rossmann'];
const HORIZONS = [12, 26];
const DOCS = join(import.meta.dirname, '../../docs/planning-methods.md');
const [BEGIN, END] = ['<!-- eval:planning begin -->', '<!-- eval:planning end -->'];

const { values: args } = parseArgs({
  options: { part: { type: 'string' }, docs: { type: 'boolean', default: false } },
});
const wanted = (part: string): boolean => args.part === undefined || args.part.toUpperCase() === part;

const sections: string[] = [];
const figures: Figure[] = [];
const skipped: string[] = [];

const sets = SETS.filter(hasData).map(readRetailData);
if (sets.length < SETS.length)
  skipped.push(`sets without data in ${DATA_FOLDER}: A and B need ${SETS.join(' and ')}`);
const seasonsOf = new Map(sets.map((data) => [data.name, pastSeasons(data, HORIZONS)]));

if (wanted('A'))
  for (const [set, seasons] of seasonsOf) {
    const result = equalBuyTable(set, seasons, HORIZONS);
    sections.push(
      `**A, equal exact buy, ${set}** (${seasons.length} seasons; per cent of demand)\n\n${result.table}`,
    );
    figures.push(...result.figures);
  }
if (wanted('B')) {
  if (hasPeers()) {
    const peers = readPeers();
    const results = [...seasonsOf].map(([set, seasons]) => ownBuyTable(set, seasons, HORIZONS, peers));
    const rows = results.flatMap((result) => result.rows);
    sections.push(
      `**B, own buy, end to end** (per cent of demand)\n\n${[...OWN_BUY_HEAD, ...rows].join('\n')}`,
    );
    figures.push(...results.flatMap((result) => result.figures));
  } else skipped.push('B: the design’s forecasts are not in ../shared/baselines');
}
if (wanted('C')) {
  if (hasPrices()) {
    const result = elasticityTable();
    sections.push(`**C, own-price elasticity, dominicks**\n\n${result.table}`);
    figures.push(...result.figures);
  } else skipped.push('C: prices are not in ../shared/data/dominicks');
}

const goals = [
  '| goal | found | |',
  '|---|---:|---|',
  ...figures.map(({ what, found, goal, met }) => {
    const shown = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(3));
    return `| ${what} ${shown(goal)} | ${shown(found)} | ${met ? 'met' : '**missed**'} |`;
  }),
].join('\n');
const markdown = [...sections, goals, ...skipped.map((what) => `Skipped — ${what}.`)].join('\n\n');
console.log(markdown);
if (args.docs) {
  const text = readFileSync(DOCS, 'utf8');
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from)
    throw new Error(`${DOCS} needs the lines ${BEGIN} and ${END} to store the tables.`);
  writeFileSync(DOCS, `${text.slice(0, from + BEGIN.length)}\n\n${markdown}\n\n${text.slice(to)}`);
}
if (figures.some(({ met }) => !met)) process.exitCode = 1;
