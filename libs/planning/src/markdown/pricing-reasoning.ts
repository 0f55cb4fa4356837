import type { InventoryPlan, PlanDraft, PricingPlan, Reasoning } from '#contracts';
import { reasonAbout, unitsWord } from '../certificate/reasoning.ts';
import { MAX_DEPTH } from './markdown-rules.ts';

type SeasonProjections = NonNullable<PricingPlan['projected']>;

interface Situation {
  /** Whether the sell-through was really observed. */
  readonly observed: boolean;
  /** Whether the checkpoint is the season's last week. */
  readonly lastWeek: boolean;
}

/** Season sell-through at full price from which an early threshold, not slow sales, makes the gap. */
const ON_COURSE = 0.9;
/** Probabilities that print as 0 % or 100 %. */
const UNSURE = { from: 0.005, to: 0.995 } as const;

type Say = ReturnType<typeof reasonAbout>;

/** Pointer to a field of the pricing plan. */
const at = (field: string): string => `/pricing/${field}`;

/** The pricing agent's sentences, in the design's words and fitted to the parameters. */
export function pricingReasoning(
  plan: Omit<PlanDraft, 'pricing'>,
  pricing: PricingPlan,
  { observed, lastWeek }: Situation,
): Reasoning[] {
  const say = reasonAbout({ ...plan, pricing });
  if (pricing.status === 'skipped') return [say('No markdown checkpoint: full price all season.')];
  if (plan.inventory.manufacturing_units === 0)
    return [
      say('Nothing is bought ({buy} units), so there is nothing to mark down.', {
        buy: '/inventory/manufacturing_units',
      }),
    ];
  return [
    ...sellThroughSentences(say, pricing, observed),
    depthSentence(say, pricing, observed),
    ...(observed ? [] : courseSentences(say, pricing)),
    ...(lastWeek
      ? [say('Warning: the checkpoint ends the season, so a markdown has no week left to work in.')]
      : effectSentences(say, plan.inventory, pricing)),
  ];
}

function sellThroughSentences(say: Say, pricing: PricingPlan, observed: boolean): Reasoning[] {
  const sentences: Reasoning[] = [];
  if (pricing.threshold_source === 'assumed')
    sentences.push(
      say('No threshold was stated: a sell-through of {threshold:percent} is assumed.', {
        threshold: at('threshold'),
      }),
    );
  sentences.push(
    say(
      observed
        ? 'By the end of week {week}, {sold:percent} of the buy was sold, against a threshold of {threshold:percent}.'
        : 'By the end of week {week} the forecast sells {sold:percent} of the buy, against a threshold of {threshold:percent}.',
      { week: at('checkpoint_week'), sold: at('projected_sell_through'), threshold: at('threshold') },
    ),
  );
  const missed = pricing.probability_below_threshold ?? 0;
  if (observed) return sentences;
  if (missed >= UNSURE.to) sentences.push(say('Missing the threshold is all but certain.'));
  else if (missed < UNSURE.from) sentences.push(say('Reaching the threshold is all but certain.'));
  else
    sentences.push(
      say('The probability of missing the threshold is {probability:percent}.', {
        probability: at('probability_below_threshold'),
      }),
    );
  return sentences;
}

function depthSentence(say: Say, pricing: PricingPlan, observed: boolean): Reasoning {
  const facts = { depth: at('markdown_depth') };
  const { gap, gap_multiplier: multiplier, markdown_depth: depth } = pricing;
  if (gap === null || multiplier === null || depth === null || gap <= 0)
    return say(
      `The threshold is reached, so the gap rule asks for no markdown ({depth:percent})${observed ? '' : '; the table says what to do should sales fall short'}.`,
      facts,
    );
  if (depth === 0)
    return say(
      `The gap is too small for the smallest step of the gap rule: no markdown ({depth:percent})${observed ? '' : ' unless sales fall short'}.`,
      facts,
    );
  const rule = { gap: at('gap'), multiplier: at('gap_multiplier'), ...facts };
  return gap * multiplier > MAX_DEPTH
    ? say(
        'By the gap rule a shortfall of {gap:percent} of the buy, taken {multiplier:decimal1} times, passes the deepest markdown allowed: {depth:percent}.',
        rule,
      )
    : say(
        'By the gap rule a shortfall of {gap:percent} of the buy, taken {multiplier:decimal1} times and rounded to the nearest step, calls for a markdown of {depth:percent}.',
        rule,
      );
}

/** A season that sells out at full price can still be below its threshold half way: then the threshold is the news. */
function courseSentences(say: Say, { gap, projected }: PricingPlan): Reasoning[] {
  if (gap === null || gap <= 0 || projected === null || projected.without.sell_through < ON_COURSE) return [];
  return [
    say(
      'Yet at full price the season sells {sold:percent} of the buy by its end: sales are not slow, the threshold is high for week {week}.',
      { sold: at('projected/without/sell_through'), week: at('checkpoint_week') },
    ),
  ];
}

/** What the rule's markdown does, and which depth is worth most. */
function effectSentences(say: Say, inventory: InventoryPlan, pricing: PricingPlan): Reasoning[] {
  const { projected, markdown_depth: depth, recommended_depth: recommended } = pricing;
  if (projected === null || depth === null || recommended === null || Math.max(depth, recommended) === 0)
    return [];
  if (projected.without.units === 0) {
    const isStocked =
      inventory.initial_allocation_units > 0 || inventory.replenishment.status === 'scheduled';
    return [
      say(
        isStocked
          ? 'Sales are expected to stay at nothing ({sold} units), so what a markdown would sell cannot be told.'
          : 'No stock reaches a store, so a markdown sells nothing ({sold} units).',
        { sold: at('projected/without/units') },
      ),
    ];
  }
  const sentences = [elasticitySentence(say, pricing)];
  if (depth > 0) sentences.push(...projectionSentences(say, projected));
  const facts = { recommended: at('recommended_depth') };
  const value = 'By expected value, what is left over counted at what it still fetches,';
  if (recommended > depth)
    sentences.push(
      say(
        `${value} a ${depth > 0 ? 'deeper markdown of {recommended:percent} is worth more' : 'markdown of {recommended:percent} is worth more than full price'}.`,
        facts,
      ),
    );
  else if (recommended === depth)
    sentences.push(say(`${value} {recommended:percent} is the best depth too.`, facts));
  else
    sentences.push(
      say(
        `${value} ${recommended === 0 ? 'full price is worth more (a markdown of {recommended:percent})' : 'a markdown of {recommended:percent} is worth more'}: a deeper one gives away more than it brings in.`,
        facts,
      ),
    );
  return sentences;
}

function projectionSentences(say: Say, { with: marked, without }: SeasonProjections): Reasoning[] {
  const sold = at('projected/without/units');
  const sentences =
    marked.units === without.units
      ? [
          say(
            `A markdown sells no unit more: the {sold} ${unitsWord(without.units)} that stores can sell ${without.units === 1 ? 'goes' : 'go'} at full price too.`,
            {
              sold,
            },
          ),
        ]
      : [
          say(
            'A markdown of {depth:percent} lifts demand after week {week} by {lift:percent}, for as long as there is stock: {with} units sold over the season instead of {without}, {left} left over instead of {leftWithout}.',
            {
              depth: at('markdown_depth'),
              week: at('checkpoint_week'),
              lift: at('expected_lift'),
              with: at('projected/with/units'),
              without: sold,
              left: at('projected/with/leftover_units'),
              leftWithout: at('projected/without/leftover_units'),
            },
          ),
        ];
  if (marked.revenue !== undefined && without.revenue !== undefined)
    sentences.push(
      say('Revenue over the season would be {with} instead of {without}.', {
        with: at('projected/with/revenue'),
        without: at('projected/without/revenue'),
      }),
    );
  return sentences;
}

function elasticitySentence(say: Say, pricing: PricingPlan): Reasoning {
  const value = '/pricing/price_elasticity/value';
  switch (pricing.price_elasticity?.source) {
    case 'option':
      return say('Price elasticity is {value:decimal2}, as given.', { value });
    case 'estimated':
      return say(
        'Price elasticity is {value:decimal2} ± {error:decimal2}, estimated from this category’s own prices; a clearance may move less, since in past promotions buyers also stocked up.',
        { value, error: '/pricing/price_elasticity/standard_error' },
      );
    case 'default':
    case undefined:
      return say(
        'Price elasticity {value:decimal1} is assumed: the data hold no prices that vary enough to estimate it.',
        {
          value,
        },
      );
  }
}
