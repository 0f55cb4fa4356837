import { createHash } from 'node:crypto';
import { readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { StartupError } from './startup-error.ts';

export interface StateLock {
  release(): void;
}

/**
 * Takes the state folder for this process, or refuses when another live server has it. The lock is a socket, not
 * a file: the kernel gives it back however the holder dies, so that no stale lock and no reused pid can mislead.
 * `server.json` in the folder only tells people who holds it.
 */
export async function lockState(stateDir: string): Promise<StateLock> {
  const address = socketAddress(stateDir);
  const holderFile = path.join(stateDir, 'server.json');
  const server = await bind(address, async () => {
    if (address.startsWith('\0') || (await answers(address))) {
      throw new StartupError(
        `STATE_DIR ${stateDir} is in use by another server${holderOf(holderFile)}; stop it, or give this one a STATE_DIR of its own`,
      );
    }
    unlinkSync(address);
  });
  server.unref();
  writeFileSync(
    holderFile,
    JSON.stringify({ pid: process.pid, started_at: new Date().toISOString() }) + '\n',
  );
  return {
    release() {
      server.close();
      try {
        unlinkSync(holderFile);
      } catch {
        // Information only; the lock itself is the socket.
      }
    },
  };
}

function socketAddress(stateDir: string): string {
  const name = `season-orchestrator-${createHash('sha256').update(stateDir).digest('hex').slice(0, 24)}`;
  switch (process.platform) {
    case 'linux':
      return `\0${name}`; // abstract: no file to go stale
    case 'win32':
      return `\\\\.\\pipe\\${name}`;
    default:
      return path.join(tmpdir(), `${name}.sock`);
  }
}

async function bind(address: string, whenTaken: () => Promise<void>) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
        const server = createServer((socket) => socket.end());
        server.once('error', reject);
        server.listen({ path: address, exclusive: true }, () => resolve(server));
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || attempt > 2) throw error;
      await whenTaken();
    }
  }
}

function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function holderOf(holderFile: string): string {
  try {
    const { pid, started_at } = JSON.parse(readFileSync(holderFile, 'utf8')) as Record<string, unknown>;
    return ` (pid ${String(pid)}, since ${String(started_at)})`;
  } catch {
    return '';
  }
}
