import { AGENT_NAMES, type AgentName, type AgentStatus, type WorkflowEvent } from '#contracts';
import { bar } from './report/sparkline.ts';
import { duration } from './report/wording.ts';
import type { Paint } from './terminal.ts';

interface Lane {
  status: AgentStatus;
  progress: number;
  /** What the agent does, or why it does nothing. */
  text: string;
  attempt: number;
  startedAt: number | undefined;
  endedAt: number | undefined;
}

const BAR = 20;
/** A bar, and percents behind it. */
const RUNNING_WIDTH = BAR + 6;
const NAME_WIDTH = Math.max(...AGENT_NAMES.map((name) => name.length));
const TIME_WIDTH = 6;
const ENDED: readonly AgentStatus[] = ['completed', 'skipped', 'failed', 'timed_out'];
const STYLES = {
  waiting: 'dim',
  running: 'cyan',
  awaiting_approval: 'yellow',
  completed: 'green',
  skipped: 'dim',
  failed: 'red',
  timed_out: 'red',
} as const satisfies Record<AgentStatus, string>;

/** How far each agent of a run is, as its events tell it. Times are the server's, in milliseconds. */
export class RunProgress {
  private readonly lanes = new Map<AgentName, Lane>(
    AGENT_NAMES.map((name) => [
      name,
      { status: 'waiting', progress: 0, text: '', attempt: 1, startedAt: undefined, endedAt: undefined },
    ]),
  );

  take(event: WorkflowEvent): void {
    if (event.agent_name === undefined || event.agent_name === 'orchestrator') return;
    const lane = this.lanes.get(event.agent_name);
    if (lane === undefined) return;
    const at = Date.parse(event.timestamp);
    switch (event.type) {
      case 'agent_status':
        lane.status = event.status;
        lane.text = event.reason ?? '';
        lane.attempt = event.attempt;
        if (event.status === 'running')
          Object.assign(lane, { progress: 0, startedAt: at, endedAt: undefined });
        if (ENDED.includes(event.status)) lane.endedAt = at;
        if (event.status === 'completed') lane.progress = 100;
        break;
      case 'progress':
        lane.progress = event.progress;
        lane.text = event.message;
        break;
      case 'error':
        lane.text = event.error.message;
        break;
      case 'complete':
        break;
    }
  }

  /**
   * One line an agent, none wider than `width`.
   *
   * @param now the server's time, for agents that run; without it the room that their bars need is not kept
   */
  lines(paint: Paint, width: number, now?: number): string[] {
    const states = [...this.lanes.values()].map(stateOf);
    const stateWidth = Math.max(
      now === undefined ? 0 : RUNNING_WIDTH,
      ...states.map((state) => state.length),
    );
    return [...this.lanes].map(([name, lane], at) => {
      const start = `  ${name.padEnd(NAME_WIDTH)}  ${states[at].padEnd(stateWidth)}  ${timeOf(lane, now).padStart(TIME_WIDTH)}`;
      const text = lane.attempt > 1 ? `attempt ${lane.attempt}  ${lane.text}` : lane.text;
      const room = width - start.length - 2;
      const shown = text.length > room ? `${text.slice(0, Math.max(0, room - 1))}…` : text;
      return `${start.replace(states[at], (state) => paint(STYLES[lane.status], state))}  ${shown}`.trimEnd();
    });
  }
}

function stateOf({ status, progress }: Lane): string {
  return status === 'running'
    ? `${bar(progress / 100, BAR)} ${String(progress).padStart(3)} %`
    : status.replaceAll('_', ' ');
}

function timeOf({ startedAt, endedAt }: Lane, now = startedAt): string {
  if (startedAt === undefined || now === undefined) return '';
  return duration(Math.max(0, (endedAt ?? now) - startedAt));
}
