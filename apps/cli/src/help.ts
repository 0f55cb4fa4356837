import { OUTCOMES } from './outcome.ts';

/** What `--help` prints. */
export const HELP = `Makes a season plan from a planner's words.

  npm run plan -- "12-week season starting March 1st, everything to stores at launch,
      no replenishment, markdown at week 6 if we are below 60% sell-through." \\
      --category "Women's Dresses"

The words say how long the season is, when it starts, how stores are refilled and how much
stays at the DC; if you like, when to decide on a markdown and below which sell-through.
What they leave out is asked for. Without words they are read from a pipe.

What to plan
  -c, --category NAME       the category; asked for when left out, or the only one there is
  -d, --data DIR            plan from the historical_sales.csv and stores.csv of a folder
                            (.csv.gz too); they are uploaded and stay as a data set
      --dataset NAME        plan from a data set that is there, by its name or id (default)
      --as-of DATE          use only sales before this day
      --reference-date DATE the day on which the words were written; today
      --option NAME=VALUE   an option of the plan; may be repeated: service_level, unit_price,
                            unit_cost, salvage_value, lead_time_weeks, clusters,
                            price_elasticity, gap_multiplier, holiday_country, seed

While it runs
      --approval            wait for a decision on the buy before the markdown is planned
  -y, --yes                 accept the buy without asking
      Ctrl-C                cancels the run; a second one leaves at once

What comes out
  -o, --out DIR             write plan.json, forecast.csv, allocations.csv, replenishment.csv
                            and markdowns.csv
      --stores N|all        how many stores the table lists (10)
      --json                print one JSON document and nothing else; under npm add -s, which
                            keeps npm's own lines away: npm run -s plan -- … --json

Where it runs
      --server URL|new      the server to use. Without it, the one at http://127.0.0.1:3000, and
                            if none answers there, a new one: started for this command, with a
                            database of its own, and removed afterwards

  -h, --help                this text
      --version             the version

Environment
  SEASON_ORCHESTRATOR_URL      in place of --server
  SEASON_ORCHESTRATOR_API_KEY  the key, for a server with AUTH=api-key
  NO_COLOR                     no colours; there are none in a pipe either

Exit codes
${Object.values(OUTCOMES)
  .map(({ exitCode, about }) => `  ${exitCode}  ${about}`)
  .join('\n')}

More: docs/terminal.md
`;
