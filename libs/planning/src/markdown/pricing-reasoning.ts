import type { PlanDraft, PricingPlan, Reasoning } from '#contracts';
import { reasonAbout } from '../certificate/reasoning.ts';

interface Situation {
  /** Whether the sell-through was really observed. */
  readonly observed: boolean;
  /** Whether the checkpoint is the season's last week. */
  readonly lastWeek: boolean;
}

/** The pricing agent's sentences, in the design's words and fitted to the parameters. */
export function pricingReasoning(
  plan: Omit<PlanDraft, 'pricing'>,
  pricing: PricingPlan,
  { observed, lastWeek }: Situation,
): Reasoning[] {
  const say = reasonAbout({ ...plan, pricing });
  if (pricing.status === 'skipped') return [say('No markdown checkpoint: full price all season.')];
  const at = (field: string): string => `/pricing/${field}`;
  const depth = pricing.markdown_depth ?? 0;
  const recommended = pricing.recommended_depth ?? 0;
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
        ? 'By the end of week {week} {sold:percent} of the buy was sold, against a threshold of {threshold:percent}.'
        : 'By the end of week {week} the forecast sells {sold:percent} of the buy, against a threshold of {threshold:percent}.',
      { week: at('checkpoint_week'), sold: at('projected_sell_through'), threshold: at('threshold') },
    ),
  );
  if (!observed)
    sentences.push(
      say('The probability of missing the threshold is {probability:percent}.', {
        probability: at('probability_below_threshold'),
      }),
    );
  sentences.push(
    depth > 0
      ? say(
          'Gap of {gap:percent} × multiplier {multiplier:decimal1}, rounded to steps and capped, gives a markdown of {depth:percent}.',
          { gap: at('gap'), multiplier: at('gap_multiplier'), depth: at('markdown_depth') },
        )
      : say(
          pricing.gap !== null && pricing.gap > 0
            ? 'The gap is too small for a step of markdown: stay at full price ({depth:percent}) unless sales fall short.'
            : 'No gap, no markdown ({depth:percent}); the table says what to do should sales fall short.',
          { depth: at('markdown_depth') },
        ),
  );
  sentences.push(elasticitySentence(say, pricing));
  if (depth > 0)
    sentences.push(
      say(
        'At that markdown demand grows by {lift:percent}: {with} units sold over the season instead of {without}, {left} left over instead of {leftWithout}.',
        {
          lift: at('expected_lift'),
          with: at('projected/with/units'),
          without: at('projected/without/units'),
          left: at('projected/with/leftover_units'),
          leftWithout: at('projected/without/leftover_units'),
        },
      ),
    );
  if (recommended !== depth)
    sentences.push(
      say(
        recommended > depth
          ? 'By expected value a deeper markdown of {recommended:percent} is worth more, what is left over included.'
          : 'By expected value a markdown of {recommended:percent} is worth more: a deeper one gives away more than it sells.',
        { recommended: at('recommended_depth') },
      ),
    );
  if (lastWeek)
    sentences.push(
      say('Warning: the checkpoint ends the season, so a markdown has no week left to work in.'),
    );
  return sentences;
}

function elasticitySentence(say: ReturnType<typeof reasonAbout>, pricing: PricingPlan): Reasoning {
  const value = '/pricing/price_elasticity/value';
  switch (pricing.price_elasticity?.source) {
    case 'option':
      return say('Price elasticity {value:decimal2}, as given.', { value });
    case 'estimated':
      return say(
        'Price elasticity {value:decimal2} ± {error:decimal2}, estimated from this category’s prices; an upper bound for a clearance, since buyers stocked up in past promotions.',
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
