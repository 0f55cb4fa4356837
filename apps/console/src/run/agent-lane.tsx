import { useEffect, useState } from 'preact/hooks';
import type { Lane } from '../state/run.ts';
import { duration, percent } from '../words/figures.ts';

const TICK_MS = 100;

/** One agent: how far it is, what it does, how long it took; its log on demand. */
export function AgentLane({ lane, isRunOver }: { lane: Lane; isRunOver: boolean }) {
  const { agent, status, progress, log, startedAt, attempt } = lane;
  const name = `${agent[0].toUpperCase()}${agent.slice(1)}`;
  const isStarted = startedAt !== null;
  return (
    <li class={`lane ${status}`} data-agent={agent}>
      <details>
        <summary>
          <span class="agent">{name}</span>
          <progress max={100} value={progress} aria-label={`${name}: ${progress} %`} />
          <span class="figure">{isStarted && status !== 'completed' ? percent(progress / 100) : ''}</span>
          <span class="doing">
            {attempt > 1 && <span class="soft">attempt {attempt}: </span>}
            {doing(lane, isRunOver)}
          </span>
          <span class="figure soft">
            <Elapsed lane={lane} />
          </span>
        </summary>
        {log.length === 0 ? (
          <p class="small">It has said nothing yet.</p>
        ) : (
          <ol class="log">
            {log.map(({ timestamp, text }, i) => (
              <li key={i}>
                <span class="figure">
                  {duration(Math.max(0, Date.parse(timestamp) - Date.parse(startedAt ?? timestamp)))}
                </span>
                {text}
              </li>
            ))}
          </ol>
        )}
      </details>
    </li>
  );
}

function doing({ status, message, log, startedAt }: Lane, isRunOver: boolean): string {
  switch (status) {
    case 'waiting':
      return !isRunOver ? 'waiting' : startedAt === null ? 'not run' : 'stopped';
    case 'running':
      return message;
    case 'completed':
      return log.at(-1)?.text ?? 'done';
    case 'skipped':
      return `skipped: ${message}`;
    case 'failed':
      return 'failed';
    case 'timed_out':
      return 'took too long';
    case 'awaiting_approval':
      return message;
  }
}

/** Counts while the agent works; the clocks of server and browser may differ, so it counts from when it was seen. */
function Elapsed({ lane: { status, startedAt, endedAt } }: { lane: Lane }) {
  const [now, setNow] = useState(0);
  const isRunning = status === 'running';
  useEffect(() => {
    if (!isRunning) return;
    const seenAt = performance.now();
    setNow(0);
    const timer = setInterval(() => setNow(performance.now() - seenAt), TICK_MS);
    return () => clearInterval(timer);
  }, [isRunning, startedAt]);
  if (startedAt === null || status === 'waiting') return null;
  if (isRunning) return <>{duration(now)}</>;
  return endedAt === null ? null : <>{duration(Date.parse(endedAt) - Date.parse(startedAt))}</>;
}
