import { setImmediate } from 'node:timers/promises';

/** Cells of a plane that are handled in one go: a few milliseconds' work. */
export const CELLS_PER_TURN = 100_000;

/** Lets timers, sockets and heartbeats have their turn in the middle of a long computation. */
export async function nextTurn(): Promise<void> {
  await setImmediate();
}
