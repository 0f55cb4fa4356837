import { randomUUID } from 'node:crypto';
import { CommandError } from './command-error.ts';
import type { PlanOrder } from './command-line.ts';
import type { Interruption } from './interruption.ts';
import type { Outcome } from './outcome.ts';
import type { PlanFindings } from './plan-document.ts';
import { makeFolder, writePlanFiles } from './plan-files.ts';
import { checkDataFolder, chooseSubject } from './plan-subject.ts';
import { extractionReport } from './report/extraction.report.ts';
import { planReport } from './report/plan.report.ts';
import { amount, day } from './report/wording.ts';
import { followRun } from './season-run.ts';
import { findServer, type PlanServer, type ServerWish } from './server.ts';
import { readStrategy } from './strategy.ts';
import { printable, type Terminal } from './terminal.ts';

/**
 * From a planner's words to a plan on the screen and in files.
 *
 * @param findings filled as things come about, so that they can be told also when the command fails later
 * @throws CommandError, SeasonApiError
 */
export async function planSeason(
  order: PlanOrder,
  wish: ServerWish,
  terminal: Terminal,
  interruption: Interruption,
  findings: PlanFindings,
): Promise<Outcome> {
  const words = await wordsOf(order, terminal);
  if (order.data !== undefined) checkDataFolder(order.data);
  if (order.out !== undefined) await makeFolder(order.out);
  const server = await findServer(wish, terminal, interruption);
  try {
    return await planOn(server, words, order, terminal, interruption, findings);
  } finally {
    await server.stop();
  }
}

async function planOn(
  { client, isOwn, url }: PlanServer,
  words: string,
  order: PlanOrder,
  terminal: Terminal,
  interruption: Interruption,
  findings: PlanFindings,
): Promise<Outcome> {
  const { out } = terminal;
  const show = (lines: readonly string[]): void => {
    if (!order.json) out.write(`${lines.join('\n')}\n\n`);
  };
  if (order.approval && isOwn && !order.yes && !terminal.canAsk)
    throw new CommandError(
      'usage',
      'With --approval and no terminal to ask on, nobody can decide on the buy.',
      {
        suggestions: ['Add --yes, or use a server that goes on running: npm start.'],
      },
    );
  const { dataset, category } = await chooseSubject(order, client, terminal, interruption);
  const extraction = await readStrategy(words, order.referenceDate, client, terminal, interruption);
  findings.extraction = extraction;
  show(extractionReport(printable(extraction), out.paint, out.width));

  // Not to be interrupted: a run that was started must be known, or it could not be cancelled.
  const run = await client.runWorkflow(
    {
      session_id: `plan-${randomUUID()}`,
      category_id: category,
      dataset_id: dataset.dataset_id,
      parameters: extraction.parameters,
      ...(order.asOf !== undefined && { as_of: order.asOf }),
      ...(order.approval && { require_approval: true }),
      options: order.options,
    },
    randomUUID(),
  );
  findings.workflow_id = run.workflow_id;
  findings.session_id = run.session_id;
  const { plan, progress } = await followRun(run, client, order.yes, terminal, interruption);
  if (plan === null) throw waiting(url, run.workflow_id);
  findings.plan = plan;
  show([
    `${out.paint('bold', 'The run')}  ${out.paint('dim', `on data set ${printable(dataset.name)}: ${amount(dataset.stores, 'store')}, sales to ${day(dataset.last_date)}`)}`,
    ...progress.lines(out.paint, out.width),
  ]);
  show(planReport(printable(plan), { paint: out.paint, width: out.width, stores: order.stores }));
  if (order.out !== undefined) {
    findings.files = await writePlanFiles(order.out, plan, client);
    show([`Written: ${findings.files.join(', ')}`]);
  }
  return 'completed';
}

/** The words of the command line, of a pipe, or of whoever sits there. */
async function wordsOf({ strategy }: PlanOrder, terminal: Terminal): Promise<string> {
  const words =
    strategy !== undefined && strategy !== '-'
      ? strategy
      : ((await terminal.readPiped()) ??
        (terminal.canAsk ? await terminal.ask('What are you planning? ') : ''));
  if (words.trim() !== '') return words;
  throw new CommandError('usage', 'There are no words to plan from.', {
    suggestions: [
      'Say what you are planning, in quotes: npm run plan -- "12-week season starting March 1st, …"; --help shows more.',
    ],
  });
}

function waiting(url: string, workflowId: string): CommandError {
  const address = `${url}/api/orchestrator/workflows/${workflowId}/approval`;
  return new CommandError('awaiting_approval', `Run ${workflowId} waits for a decision on the buy.`, {
    suggestions: [
      `Decide: curl -X POST ${address} -H 'Content-Type: application/json' -d '{"decision":"accept"}'`,
      'Or run the command with --yes.',
    ],
  });
}
