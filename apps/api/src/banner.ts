const EXAMPLE_STRATEGY =
  '12-week spring season starting March 1st, everything to stores at launch, no replenishment, markdown at week 6 if we are below 60% sell-through.';

/** What a person reads when the server is ready: where it is, and one command that makes a plan. */
export function banner(url: string, notes: readonly string[]): string {
  const body = JSON.stringify({ strategy_description: EXAMPLE_STRATEGY });
  return [
    '',
    `season-orchestrator is ready at ${url}`,
    `  console       ${url}/`,
    `  API explorer  ${url}/docs`,
    ...notes.map((note) => `  note          ${note}`),
    '',
    'Make a plan (copy and paste):',
    '',
    `curl -s ${url}/api/orchestrator/extract-parameters -H 'Content-Type: application/json' -d '${body}' \\`,
    `  | node -e "let t='';process.stdin.on('data',d=>t+=d).on('end',()=>console.log(JSON.stringify({session_id:'demo',category_id:'Women\\u0027s Dresses',parameters:JSON.parse(t).parameters})))" \\`,
    `  | curl -s ${url}/api/orchestrator/run-workflow -H 'Content-Type: application/json' -d @- && sleep 2 \\`,
    `  && curl -s '${url}/api/orchestrator/workflows?session_id=demo'`,
    '',
    'Ctrl-C stops everything.',
    '',
  ].join('\n');
}
