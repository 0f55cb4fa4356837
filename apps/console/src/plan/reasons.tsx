import type { Reasoning } from '#contracts';
import { useState } from 'preact/hooks';
import type { RunView } from '../state/run.ts';
import { factStretches } from './fact-links.ts';
import { atPointer } from './pointer.ts';
import { showFact } from './show-fact.ts';

/** Why: each agent's sentences; every number leads to its place in the plan. */
export function Reasons({ run }: { run: RunView }) {
  const { demand, inventory, pricing, started } = run;
  const plan = { parameters: started.parameters, demand, inventory, pricing };
  return (
    <details class="part" open>
      <summary>
        <h3>Why</h3> each number leads to its place in the plan
      </summary>
      <ReasonList name="Demand" reasoning={demand?.reasoning} plan={plan} />
      <ReasonList name="Inventory" reasoning={inventory?.reasoning} plan={plan} />
      <ReasonList name="Pricing" reasoning={pricing?.reasoning} plan={plan} />
    </details>
  );
}

function ReasonList({
  name,
  reasoning = [],
  plan,
}: {
  name: string;
  reasoning: readonly Reasoning[] | undefined;
  plan: object;
}) {
  if (reasoning.length === 0) return null;
  return (
    <>
      <h4>{name}</h4>
      <ul class="reasons">
        {reasoning.map((sentence, i) => (
          <Reason key={i} sentence={sentence} plan={plan} />
        ))}
      </ul>
    </>
  );
}

function Reason({ sentence, plan }: { sentence: Reasoning; plan: object }) {
  // What the page shows nowhere else is told here.
  const [told, setTold] = useState<string | null>(null);
  return (
    <li>
      {factStretches(sentence, plan).map(({ text, pointer }, i) =>
        pointer === null ? (
          text
        ) : (
          <button
            key={i}
            type="button"
            class="fact"
            title={pointer}
            aria-label={`${text}, go to ${pointer}`}
            onClick={() => setTold(showFact(pointer) ? null : pointer)}
          >
            {text}
          </button>
        ),
      )}
      {told !== null && (
        <code class="told" role="status">
          {told}: {String(atPointer(plan, told))}
        </code>
      )}
    </li>
  );
}
