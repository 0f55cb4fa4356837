const EXAMPLE_STRATEGY =
  '12-week spring season starting March 1st, everything to stores at launch, no replenishment, markdown at week 6 if we are below 60% sell-through.';
const EXAMPLE_CATEGORY = "Women's Dresses";
/** Where `npm run plan` looks by itself. */
const DEFAULT_URL = 'http://127.0.0.1:3000';

/** What a person reads when the server is ready: where it is, and one command that makes a plan. */
export function banner(url: string, notes: readonly string[]): string {
  const server = url === DEFAULT_URL ? '' : ` --server ${url}`;
  return [
    '',
    `season-orchestrator is ready at ${url}`,
    `  console       ${url}/`,
    `  API explorer  ${url}/docs`,
    ...notes.map((note) => `  note          ${note}`),
    '',
    'Make a plan, in another terminal:',
    '',
    `npm run plan -- "${EXAMPLE_STRATEGY}" --category "${EXAMPLE_CATEGORY}"${server}`,
    '',
    'Ctrl-C stops everything.',
    '',
  ].join('\n');
}
