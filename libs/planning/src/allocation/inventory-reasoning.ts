import type { InventoryContext, InventoryPlan, Reasoning } from '#contracts';
import { reasonAbout } from '../certificate/reasoning.ts';
import type { StockPlan } from './stock-plan.ts';

/** Holdback beyond which goods sold in promotions lose more to empty shelves than they gain. */
const PROMOTED_HOLDBACK_LIMIT = 0.3;
/** A category is promotion-driven when its best week of the last year is this many times an ordinary one. */
const PROMOTION_PEAK = 2.5;
const LISTED_STORES = 3;

/** The inventory agent's sentences, in the design's words and fitted to the parameters. */
export function inventoryReasoning(
  context: InventoryContext,
  inventory: InventoryPlan,
  stock: StockPlan,
): Reasoning[] {
  const { parameters, options, demand } = context;
  const say = reasonAbout({ parameters, options, demand, inventory });
  return [
    buySentence(say),
    ...holdbackSentences(say, context, inventory, stock),
    ...replenishmentSentences(say, context, inventory, stock),
    ...storeSentences(say, inventory, stock),
    outcomeSentence(say, inventory),
  ];
}

type Say = ReturnType<typeof reasonAbout>;

const buySentence = (say: Say): Reasoning =>
  say('Buy {buy} units: the forecast of {total} plus a safety stock of {safety:percent}.', {
    buy: '/inventory/manufacturing_units',
    total: '/demand/total_units',
    safety: '/demand/safety_stock_pct',
  });

function holdbackSentences(
  say: Say,
  { parameters }: InventoryContext,
  inventory: InventoryPlan,
  stock: StockPlan,
): Reasoning[] {
  const holdback = '/parameters/dc_holdback_percentage';
  const sentences: Reasoning[] = [];
  if (parameters.dc_holdback_percentage === 0)
    sentences.push(say('No holdback: everything goes to stores at week {start}.', { start: holdback }));
  else
    sentences.push(
      say(
        'Holdback of {holdback:percent}: {dc} units wait at the DC and {initial} go to stores before the season.',
        {
          holdback,
          dc: '/inventory/dc_holdback_units',
          initial: '/inventory/initial_allocation_units',
        },
      ),
    );
  if (stock.untakenUnits > 0)
    sentences.push(
      say(
        'Some units fill no pack or exceed the most that stores may take; they stay at the DC, which holds {dc}.',
        { dc: '/inventory/dc_holdback_units' },
      ),
    );
  if (inventory.dc_holdback_units > 0 && stock.notRefilled !== null)
    sentences.push(
      say(
        'Warning: stores are not refilled, so the {dc} units at the DC have no way to stores; lower the holdback or choose a replenishment strategy.',
        { dc: '/inventory/dc_holdback_units' },
      ),
    );
  else if (parameters.dc_holdback_percentage > PROMOTED_HOLDBACK_LIMIT && isPromoted(stock))
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
  { parameters }: InventoryContext,
  { orders, replenishment }: InventoryPlan,
  stock: StockPlan,
): Reasoning[] {
  const sentences: Reasoning[] = [];
  if (stock.schedule === null)
    sentences.push(
      parameters.replenishment_strategy === 'none'
        ? say('No replenishment: what a store receives before the season must last to its end.')
        : say('No refills: {reason}', { reason: '/inventory/replenishment/reason' }),
    );
  else {
    const rhythm = parameters.replenishment_strategy === 'weekly' ? 'Weekly' : 'Bi-weekly';
    sentences.push(
      say(
        stock.playedSeasons > 0
          ? `${rhythm} replenishment: each store is raised to the demand it is expected to meet until the next delivery, with the extra cover that cost least in this category’s own past seasons.`
          : `${rhythm} replenishment: each store is raised to the demand it is expected to meet until the next delivery, with a default extra cover, since the history holds no past season to try others on.`,
      ),
    );
    if (replenishment.shipments.length > 0)
      sentences.push(
        say(
          'If sales follow the forecast, the first refill leaves the DC in week {week} with {units} units.',
          {
            week: '/inventory/replenishment/shipments/0/week',
            units: '/inventory/replenishment/shipments/0/units',
          },
        ),
      );
  }
  if (orders.length > 1) {
    const places = orders.map((_, i) => `{units${i}} in week {week${i}}`);
    const facts = orders.flatMap((_, i) => [
      [`units${i}`, `/inventory/orders/${i}/units`],
      [`week${i}`, `/inventory/orders/${i}/week`],
    ]);
    sentences.push(
      say(
        `Factory orders: ${places.join(', ')}. Each covers at least what stores are forecast to sell until the next reaches them.`,
        Object.fromEntries(facts) as Record<string, string>,
      ),
    );
  }
  return sentences;
}

function storeSentences(say: Say, inventory: InventoryPlan, stock: StockPlan): Reasoning[] {
  const { clusters } = inventory;
  const sentences: Reasoning[] = [];
  const largest = clusters.reduce((best, cluster, i) => (cluster.units > clusters[best].units ? i : best), 0);
  const cluster = `/inventory/clusters/${largest}`;
  const facts = {
    label: `${cluster}/label`,
    stores: `${cluster}/stores`,
    share: `${cluster}/share`,
  };
  if (clusters.length > 1 && inventory.cluster_silhouette != null)
    sentences.push(
      say(
        `Stores are grouped by attributes and sales (silhouette {silhouette:decimal2}); {label}, of {stores} ${clusters[largest].stores === 1 ? 'store' : 'stores'}, receives the most: {share:percent} of the allocation.`,
        { ...facts, silhouette: '/inventory/cluster_silhouette' },
      ),
    );
  if (stock.clustering.features.missingValues > 0)
    sentences.push(say('Some stores lack attributes; an empty cell counts as the average store.'));
  sentences.push(
    say(
      'Each store’s share comes from its own sales of the last year, the last quarter and the same weeks a year ago, in the proportion that would have served past quarters best.',
    ),
  );
  if (stock.minimaScaled)
    sentences.push(
      say('The minimum quantities of the stores exceed the {initial} units there are and were scaled down.', {
        initial: '/inventory/initial_allocation_units',
      }),
    );
  if (stock.newStores.length > 0)
    sentences.push(
      listStores(
        say,
        stock.newStores,
        'no sales of this category yet; they are planned at their cluster’s rate',
      ),
    );
  if (stock.closedStores.length > 0)
    sentences.push(
      listStores(say, stock.closedStores, 'no sales for a year; they are taken as closed and get nothing'),
    );
  return sentences;
}

function listStores(say: Say, rows: readonly number[], finding: string): Reasoning {
  const listed = rows.slice(0, LISTED_STORES);
  const more = rows.length > listed.length ? ' and others' : '';
  return say(
    `Stores with ${finding}: ${listed.map((_, i) => `{store${i}}`).join(', ')}${more}.`,
    Object.fromEntries(listed.map((row, i) => [`store${i}`, `/inventory/stores/${row}/store_id`])),
  );
}

const outcomeSentence = (say: Say, { replenishment }: InventoryPlan): Reasoning =>
  say(
    replenishment.expected_lost_units > 0
      ? 'Over the forecast’s sample paths stores meet {fill:percent} of demand; {lost} units of demand are lost and {left} units are left over on average.'
      : 'Over the forecast’s sample paths stores meet {fill:percent} of demand; {left} units are left over on average, and {lost} units of demand lost.',
    {
      fill: '/inventory/replenishment/fill_rate',
      lost: '/inventory/replenishment/expected_lost_units',
      left: '/inventory/replenishment/expected_leftover_units',
    },
  );

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
