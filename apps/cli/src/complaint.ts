import type { DatasetFault, ErrorResponse, ErrorType, Violation } from '#contracts';
import type { CommandError } from './command-error.ts';
import { table } from './report/table.ts';
import { count, wrapped } from './report/wording.ts';
import { printable, type Screen } from './terminal.ts';

const FAULTS_SHOWN = 20;
/** Of what these hide the server keeps more than it answers. */
const LOGGED: readonly ErrorType[] = ['INTERNAL_ERROR', 'AGENT_EXECUTION_ERROR', 'AGENT_TIMEOUT'];

/** Why there is no plan, where it lies, and what to do: lines for the person at the terminal. */
export function complaint(error: CommandError, { paint, width }: Pick<Screen, 'paint' | 'width'>): string[] {
  const { response, outcome } = error;
  return [
    `${paint(outcome === 'cancelled' ? 'yellow' : 'red', wrapped(printable(error.message), width))}`,
    ...(response === undefined ? [] : details(printable(response))),
    ...printable(error.suggestions).map((suggestion) => `  → ${suggestion}`), // whole, to be copied
    ...(response !== undefined && LOGGED.includes(response.error_type) && response.request_id !== ''
      ? [paint('dim', `  The server's log says more under request ${response.request_id}.`)]
      : []),
  ];
}

function details({ details: { violations, errors, error_count } }: ErrorResponse): string[] {
  if (Array.isArray(errors))
    return faultTable(errors as DatasetFault[], Number(error_count ?? errors.length));
  if (!Array.isArray(violations)) return [];
  return (violations as Violation[]).map(({ field, value, rule, quote }) => {
    const from = quote === undefined ? '' : ` (“${quote}”)`;
    return `  ${field} is ${JSON.stringify(value) ?? 'missing'}${from}: ${rule}`;
  });
}

function faultTable(faults: readonly DatasetFault[], total: number): string[] {
  const shown = faults.slice(0, FAULTS_SHOWN);
  const lines = table(
    [
      { title: 'file' },
      { title: 'line', align: 'right' },
      { title: 'column' },
      { title: 'value' },
      { title: 'what is wrong' },
    ],
    shown.map(({ file, line, column, value, rule }) => [
      file,
      line === null ? '' : count(line),
      column ?? '',
      value ?? '',
      rule,
    ]),
  );
  return [
    ...lines.map((line) => `  ${line}`),
    ...(total > shown.length ? [`  and ${count(total - shown.length)} more`] : []),
  ];
}
