import type { InventoryContext, InventoryPlan, Reasoning } from '#contracts';
import { printsAsWhole, printsAsZero, reasonAbout, unitsWord } from '../certificate/reasoning.ts';
import type { StockPlan } from './stock-plan.ts';

/** Holdback beyond which goods sold in promotions lose more to empty shelves than they gain. */
const PROMOTED_HOLDBACK_LIMIT = 0.3;
/** A category is promotion-driven when its best week of the last year is this many times an ordinary one. */
const PROMOTION_PEAK = 2.5;
const LISTED_STORES = 3;
/** Part of the season that a refill is under way from which the way, more than chance, leaves shelves empty beside a full DC. */
const LONG_LEAD = 1 / 3;

/** Silhouettes below which clusters overlap, and from which they are well apart (Rousseeuw 1987). */
const SILHOUETTE = { overlapping: 0.25, apart: 0.5 } as const;

type Say = ReturnType<typeof reasonAbout>;

/** The inventory agent's sentences, in the design's words and fitted to the parameters. */
export function inventoryReasoning(
  context: InventoryContext,
  inventory: InventoryPlan,
  stock: StockPlan,
): Reasoning[] {
  const { parameters, options, demand } = context;
  const say = reasonAbout({ parameters, options, demand, inventory });
  if (inventory.manufacturing_units === 0)
    return [
      say('Buy nothing ({buy} units): no sales are forecast.', { buy: '/inventory/manufacturing_units' }),
    ];
  return [
    buySentence(say, context, inventory),
    ...holdbackSentences(say, context, inventory, stock),
    ...replenishmentSentences(say, context, inventory, stock),
    ...storeSentences(say, inventory, stock),
    outcomeSentence(say, context, inventory),
  ];
}

function buySentence(
  say: Say,
  { demand: { safety_stock_pct: safety } }: InventoryContext,
  { manufacturing_units }: InventoryPlan,
): Reasoning {
  const buy = `Buy {buy} ${unitsWord(manufacturing_units)}: the forecast of {total}`;
  const facts = { buy: '/inventory/manufacturing_units', total: '/demand/total_units' };
  if (safety === 0) return say(`${buy}, without a safety stock.`, facts);
  if (printsAsZero(safety)) return say(`${buy} plus a safety stock of less than half a per cent.`, facts);
  return say(`${buy} plus a safety stock of {safety:percent}.`, {
    ...facts,
    safety: '/demand/safety_stock_pct',
  });
}

function holdbackSentences(
  say: Say,
  { parameters }: InventoryContext,
  inventory: InventoryPlan,
  stock: StockPlan,
): Reasoning[] {
  const holdback = '/parameters/dc_holdback_percentage';
  const dc = '/inventory/dc_holdback_units';
  const initial = '/inventory/initial_allocation_units';
  const { dc_holdback_units: kept, initial_allocation_units: sent } = inventory;
  const go = sent === 1 ? 'goes' : 'go';
  const sentences: Reasoning[] = [];
  if (parameters.dc_holdback_percentage === 1)
    sentences.push(
      say(
        `Holdback of {holdback:percent}: the whole buy of {dc} ${unitsWord(kept)} waits at the DC, and stores open the season empty.`,
        { holdback, dc },
      ),
    );
  else if (parameters.dc_holdback_percentage > 0)
    sentences.push(
      say(
        `Holdback of {holdback:percent}: {dc} ${unitsWord(kept)} ${kept === 1 ? 'waits' : 'wait'} at the DC and {initial} ${go} to stores before the season.`,
        { holdback, dc, initial },
      ),
    );
  else if (stock.untakenUnits === 0)
    sentences.push(
      say('No holdback ({holdback:percent}): everything goes to stores before the season.', { holdback }),
    );
  else
    sentences.push(
      say(
        `No holdback ({holdback:percent}): {initial} ${unitsWord(sent)} ${go} to stores before the season.`,
        {
          holdback,
          initial,
        },
      ),
    );
  if (stock.untakenUnits > 0)
    sentences.push(
      say(
        'Some units fill no pack or exceed the most that stores may take; they stay at the DC, which holds {dc}. Smaller packs, higher maxima or a smaller buy would place them.',
        { dc },
      ),
    );
  if (kept > 0 && stock.notRefilled !== null) {
    const [cause, remedy] =
      parameters.replenishment_strategy === 'none'
        ? ['stores are not refilled', 'choose weekly or bi-weekly replenishment']
        : ['no refill would arrive in time', 'shorten the lead time'];
    sentences.push(
      say(
        `Warning: ${cause}, so the {dc} ${unitsWord(kept)} at the DC ${kept === 1 ? 'has' : 'have'} no way to stores; ${parameters.dc_holdback_percentage > 0 ? 'hold nothing back, or ' : ''}${remedy}.`,
        { dc },
      ),
    );
  } else if (parameters.dc_holdback_percentage > PROMOTED_HOLDBACK_LIMIT && isPromoted(stock))
    sentences.push(
      say(
        'Warning: this category sells in promotions, and a holdback of {holdback:percent} is more than such goods bear: shelves empty in a promotion before the DC can answer.',
        { holdback },
      ),
    );
  return sentences;
}

function replenishmentSentences(
  say: Say,
  { parameters, options }: InventoryContext,
  { orders, replenishment, dc_holdback_units }: InventoryPlan,
  stock: StockPlan,
): Reasoning[] {
  if (parameters.replenishment_strategy === 'none')
    return [say('No replenishment: what a store receives before the season must last to its end.')];
  const rhythm = parameters.replenishment_strategy === 'weekly' ? 'Weekly' : 'Bi-weekly';
  if (stock.schedule === null) {
    const warned = dc_holdback_units > 0;
    return [
      say(`${warned ? '' : `Warning: ${rhythm.toLowerCase()} replenishment has no effect. `}{reason}`, {
        reason: '/inventory/replenishment/reason',
      }),
    ];
  }
  const sentences = [
    say(
      `${rhythm} replenishment: each delivery brings a store up to what it should sell until the next one, plus ${
        stock.playedSeasons > 0
          ? 'the weeks of cover that cost least in this category’s own past seasons'
          : 'a default cover, since the history holds no past season to try others on'
      }.`,
    ),
  ];
  const [first] = replenishment.shipments;
  if (first !== undefined)
    sentences.push(
      say(
        `If sales follow the forecast, the first refill leaves the DC in week {week} with {units} ${unitsWord(first.units)}${options.lead_time_weeks === undefined ? '' : ` and is in stores ${options.lead_time_weeks === 0 ? 'the same week' : `{lead} ${options.lead_time_weeks === 1 ? 'week' : 'weeks'} later`}`}.`,
        {
          week: '/inventory/replenishment/shipments/0/week',
          units: '/inventory/replenishment/shipments/0/units',
          ...((options.lead_time_weeks ?? 0) > 0 ? { lead: '/options/lead_time_weeks' } : {}),
        },
      ),
    );
  if (orders.length > 1) {
    const places = orders.map(
      (_, i) => `{units${i}}${i === 0 ? ` ${unitsWord(orders[0].units)}` : ''} in week {week${i}}`,
    );
    const facts = orders.flatMap((_, i) => [
      [`units${i}`, `/inventory/orders/${i}/units`],
      [`week${i}`, `/inventory/orders/${i}/week`],
    ]);
    sentences.push(
      say(
        `Factory orders: ${places.join(', ')}. With those before it, each covers the forecast at least until the next one reaches the stores.`,
        Object.fromEntries(facts) as Record<string, string>,
      ),
    );
  }
  return sentences;
}

function storeSentences(say: Say, inventory: InventoryPlan, stock: StockPlan): Reasoning[] {
  const sentences = clusterSentences(say, inventory);
  if (stock.clustering.features.missingValues > 0)
    sentences.push(
      say('Some stores lack attributes: for the groups, an empty cell counts as the average store’s value.'),
    );
  if (inventory.stores.length > 1)
    sentences.push(
      say(
        'A store’s share rests on its own sales: the last year’s, recent weeks’ and those of the same weeks a year ago, mixed as would have served past quarters best.',
      ),
    );
  if (stock.minimaScaled && inventory.initial_allocation_units > 0)
    sentences.push(
      say(
        `What stores should receive at least adds up to more than the first allocation of {initial} ${unitsWord(inventory.initial_allocation_units)}; every minimum was cut in proportion.`,
        { initial: '/inventory/initial_allocation_units' },
      ),
    );
  const listed: readonly (readonly [rows: readonly number[], ofOne: string, ofMany: string])[] = [
    [
      stock.newStores,
      'This store has not sold the category yet and is planned at what its group sells for its size; the forecast total does not grow for it',
      'These stores have not sold the category yet and are planned at what their group sells for their size; the forecast total does not grow for them',
    ],
    [
      stock.pausedStores,
      'Warning: this store has had no sales for more than a month. The forecast counts it as closed, the allocation gives it its usual share; set max_units to zero if it stays closed',
      'Warning: these stores have had no sales for more than a month. The forecast counts them as closed, the allocation gives them their usual share; set max_units to zero for those that stay closed',
    ],
    [
      stock.closedStores,
      'This store has had no sales for a year; it is taken as closed and gets nothing',
      'These stores have had no sales for a year; they are taken as closed and get nothing',
    ],
  ];
  for (const [rows, ofOne, ofMany] of listed)
    if (rows.length > 0) sentences.push(listStores(say, rows, rows.length === 1 ? ofOne : ofMany));
  return sentences;
}

function clusterSentences(say: Say, { clusters, ...inventory }: InventoryPlan): Reasoning[] {
  const silhouette = inventory.cluster_silhouette;
  if (clusters.length < 2 || silhouette === null) return [];
  const largest = clusters.reduce((best, { share }, i) => (share > clusters[best].share ? i : best), 0);
  const apart =
    silhouette < SILHOUETTE.overlapping
      ? 'overlap, so read them as a guide'
      : silhouette < SILHOUETTE.apart
        ? 'are fairly distinct'
        : 'are clearly distinct';
  return [
    say(
      `Stores are grouped by attributes and sales; the groups ${apart}. {label}, of {stores} ${clusters[largest].stores === 1 ? 'store' : 'stores'}, ${inventory.initial_allocation_units > 0 ? 'receives' : 'is expected to sell'} the most: {share:percent} of the ${inventory.initial_allocation_units > 0 ? 'first allocation' : 'category'}.`,
      {
        label: `/inventory/clusters/${largest}/label`,
        stores: `/inventory/clusters/${largest}/stores`,
        share: `/inventory/clusters/${largest}/share`,
      },
    ),
  ];
}

function listStores(say: Say, rows: readonly number[], finding: string): Reasoning {
  const listed = rows.slice(0, LISTED_STORES);
  const more = rows.length > listed.length ? ' and others' : '';
  return say(
    `${finding}: ${listed.map((_, i) => `{store${i}}`).join(', ')}${more}.`,
    Object.fromEntries(listed.map((row, i) => [`store${i}`, `/inventory/stores/${row}/store_id`])),
  );
}

/** Why units are lost and left over in one season, where the plan's other sentences do not say it. */
function whyBoth(
  { parameters, options }: InventoryContext,
  { replenishment, stores, ...inventory }: InventoryPlan,
): string {
  const { expected_lost_units: lost, expected_leftover_units: left, status } = replenishment;
  if (lost === 0 || left === 0) return '';
  if (
    status === 'scheduled' &&
    (options.lead_time_weeks ?? 0) >= LONG_LEAD * parameters.forecast_horizon_weeks
  )
    return ' Both, since a refill takes {lead} weeks to reach a store.';
  if (stores.length === 1 || (status === 'skipped' && inventory.dc_holdback_units > 0)) return '';
  return ' Both, since sales may take either course, and stock in one store serves no other.';
}

function outcomeSentence(say: Say, context: InventoryContext, inventory: InventoryPlan): Reasoning {
  const {
    fill_rate: fill,
    expected_lost_units: lost,
    expected_leftover_units: left,
  } = inventory.replenishment;
  const nearlyAll = printsAsWhole(fill);
  const why = whyBoth(context, inventory);
  return say(
    `Played through the courses that sales may take, stores meet ${nearlyAll ? 'nearly all' : '{fill:percent} of'} demand; on average {lost} ${unitsWord(lost)} of demand ${lost === 1 ? 'is' : 'are'} lost and {left} ${unitsWord(left)} ${left === 1 ? 'is' : 'are'} left over.${why}`,
    {
      ...(nearlyAll ? {} : { fill: '/inventory/replenishment/fill_rate' }),
      ...(why.includes('{lead}') ? { lead: '/options/lead_time_weeks' } : {}),
      lost: '/inventory/replenishment/expected_lost_units',
      left: '/inventory/replenishment/expected_leftover_units',
    },
  );
}

function isPromoted({ panel }: StockPlan): boolean {
  const totals: number[] = [];
  for (let week = Math.max(0, panel.weeks - 52); week < panel.weeks; week += 1) {
    let sum = 0;
    for (let s = 0; s < panel.storeIds.length; s += 1) {
      const units = panel.units[s * panel.weeks + week];
      if (units === units) sum += units;
    }
    totals.push(sum);
  }
  totals.sort((a, b) => a - b);
  const median = totals[Math.floor(totals.length / 2)];
  return median > 0 && totals[totals.length - 1] / median > PROMOTION_PEAK;
}
