// Writes the section "A run" of README.md from a real run: `node scripts/readme-run.mjs http://127.0.0.1:3000` with a server on
// the sample data. What it shows is what was answered, shortened, never rephrased.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const README = path.resolve(import.meta.dirname, '..', 'README.md');
const STRATEGY =
  '12-week spring season starting March 1st, everything to stores at launch, no replenishment, markdown at week 6 if we are below 60% sell-through.';
const CATEGORY = "Women's Dresses";
const SESSION = `readme-${Date.now()}`;
const base = process.argv[2];
if (base === undefined) {
  console.error('usage: node scripts/readme-run.mjs http://127.0.0.1:3000');
  process.exit(1);
}

const extracted = await post('extract-parameters', { strategy_description: STRATEGY });
const socket = new globalThis.WebSocket(`${base.replace(/^http/, 'ws')}/ws/orchestrator/${SESSION}`);
const messages = [];
const ended = new Promise((resolve, reject) => {
  socket.onerror = () => reject(new Error('the WebSocket failed'));
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.type === 'heartbeat') return;
    messages.push(message);
    if (message.terminal) reject(new Error(data));
    if (message.type === 'complete' && message.agent_name === 'orchestrator') resolve(message.result);
  };
});
await post('run-workflow', {
  session_id: SESSION,
  category_id: CATEGORY,
  parameters: extracted.parameters,
});
const plan = await ended;
socket.close();

const section = [
  'The words above, sent to the server, for the category ' + CATEGORY + ' of the sample data.',
  '',
  '**What was understood** (`POST /api/orchestrator/extract-parameters`)',
  '',
  fenced(Object.entries(extracted.parameters).map(parameterLine)),
  '',
  `**What happened** (the messages of \`/ws/orchestrator/{session_id}\`, ${messages.length} in all; those that say how an agent stands)`,
  '',
  fenced(messages.map(messageLine).filter((line) => line !== undefined)),
  '',
  '**What the plan says** (`reasoning`; every number is a fact of the plan)',
  '',
  ...['demand', 'inventory', 'pricing'].flatMap((part) => [
    `${part[0].toUpperCase()}${part.slice(1)}:`,
    '',
    ...plan[part].reasoning.map(({ text }) => `- ${text}`),
    '',
  ]),
  `**What was checked** (\`certificate\`): ${plan.certificate.invariants.map(({ name }) => name.replaceAll('_', ' ')).join(', ')}.`,
];
const readme = readFileSync(README, 'utf8');
writeFileSync(
  README,
  readme.replace(
    /(<!-- run:begin.*-->\n)[^]*(\n<!-- run:end -->)/,
    (_all, begin, end) => `${begin}\n${section.join('\n')}\n${end}`,
  ),
);

async function post(call, body) {
  const response = await fetch(`${base}/api/orchestrator/${call}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${call}: ${JSON.stringify(answer)}`);
  return answer;
}

function parameterLine([field, value]) {
  const { source, quote } = extracted.provenance[field] ?? {};
  const why = quote === undefined ? (source ?? '') : `${source}: "${quote}"`;
  return `${field.padEnd(25)} ${String(value).padEnd(12)} ${why}`.trimEnd();
}

function messageLine({ type, timestamp, agent_name, status, progress, message, reason }) {
  const seconds = ((Date.parse(timestamp) - Date.parse(messages[0].timestamp)) / 1000).toFixed(2);
  const start = `${seconds} s  ${agent_name.padEnd(12)}`;
  switch (type) {
    case 'agent_status':
      return status === 'waiting'
        ? undefined
        : `${start} ${status}${reason === undefined ? '' : `: ${reason}`}`;
    case 'progress':
      return progress === 0 || progress === 100
        ? undefined
        : `${start} ${String(progress).padStart(3)} %  ${message}`;
    case 'complete':
      return agent_name === 'orchestrator' ? `${start} complete: the plan` : undefined;
    default:
      return `${start} ${type}`;
  }
}

function fenced(lines) {
  return ['```text', ...lines, '```'].join('\n');
}
