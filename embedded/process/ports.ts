import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { errorCode } from '../../platform/errors.ts';
import { CannotStart } from '../cannot-start.ts';

const LOWEST_PORT = 10_000;

/**
 * The start of the range that the kernel uses for outgoing connections: a server there may find its port
 * taken at a restart.
 */
function firstEphemeral(): number {
  try {
    const first = Number(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').split(/\s+/)[0]);
    return first > LOWEST_PORT + 5_000 ? first : 32_768;
  } catch {
    return 32_768;
  }
}

/** The system error code if a server cannot listen on the port now; undefined if it can. */
async function refusal(port: number, host = '127.0.0.1'): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(errorCode(error) ?? error.message));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/** @throws CannotStart if a server cannot listen there now */
export async function checkFree(port: number, host: string): Promise<void> {
  const code = await refusal(port, host);
  if (code === undefined) return;
  if (code === 'EADDRINUSE')
    throw new CannotStart(
      `Port ${port} is in use: stop what listens there, or choose another with PORT=${port + 1}.`,
    );
  if (code === 'EACCES')
    throw new CannotStart(`Port ${port} is not open to this user: choose one from 1024 on with PORT.`);
  throw new CannotStart(`HOST=${host} is not an address of this machine (${code}): try HOST=127.0.0.1.`);
}

/** The first free port at or after the given one. @throws CannotStart if there is none left. */
export async function nextFree(from: number, host: string): Promise<number> {
  for (let port = from; port <= 65_535; port++) if ((await refusal(port, host)) === undefined) return port;
  throw new CannotStart(`No free port from ${from} on: choose a lower PORT.`);
}

/**
 * Returns free ports, each only once. It begins at a random port, so that parallel instances do not collide.
 */
export function createPorts(): { next(): Promise<number> } {
  const end = firstEphemeral();
  const given = new Set<number>();
  return {
    async next() {
      for (let attempt = 0; attempt < 200; attempt++) {
        const port = LOWEST_PORT + Math.floor(Math.random() * (end - LOWEST_PORT));
        if (given.has(port)) continue;
        given.add(port);
        if ((await refusal(port)) === undefined) return port;
      }
      throw new CannotStart(
        `No free port between ${LOWEST_PORT} and ${end}: stop something that listens there.`,
      );
    },
  };
}
