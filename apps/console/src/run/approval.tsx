import type { DemandPlan, InventoryPlan } from '#contracts';
import { useState } from 'preact/hooks';
import { useConsole } from '../use-console.ts';
import { count, counted, percent } from '../words/figures.ts';

const MAX_SAFETY_STOCK = 0.6;

/** The buy waits for a person: take it, take it with another safety stock, or leave it. */
export function Approval({ demand, inventory }: { demand: DemandPlan; inventory: InventoryPlan }) {
  const console = useConsole();
  const planned = Math.round(100 * demand.safety_stock_pct);
  const [wanted, setWanted] = useState(planned);
  const isChanged = wanted !== planned;
  const buy = isChanged ? demand.total_units * (1 + wanted / 100) : inventory.manufacturing_units;
  return (
    <form
      class="note decision"
      aria-labelledby="decide"
      onSubmit={(event) => {
        event.preventDefault();
        void console.decide(
          isChanged ? { decision: 'modify', safety_stock_pct: wanted / 100 } : { decision: 'accept' },
        );
      }}
    >
      <h3 id="decide">Shall we buy {isChanged ? `about ${count(buy)} units` : counted(buy, 'unit')}?</h3>
      <p>
        The forecast is {count(demand.total_units)}; a safety stock of{' '}
        <label>
          <span class="unseen">Safety stock in percent</span>
          <input
            type="number"
            class="inline"
            min={0}
            max={100 * MAX_SAFETY_STOCK}
            step={1}
            required
            value={wanted}
            onInput={({ currentTarget }) => setWanted(currentTarget.valueAsNumber)}
          />
        </label>{' '}
        % lies on top
        {isChanged ? ` instead of the ${percent(demand.safety_stock_pct)} that the past seasons ask for` : ''}
        . Pricing follows your decision.
      </p>
      <p class="row">
        <button type="submit" class="primary">
          {isChanged ? 'Buy with this safety stock' : 'Buy'}
        </button>
        <button type="button" onClick={() => void console.decide({ decision: 'reject' })}>
          Do not buy
        </button>
      </p>
    </form>
  );
}
