import { createServer, type Server } from 'node:net';
import { errorCode } from '../../platform/errors.ts';
import { CannotStart } from '../cannot-start.ts';

/** The host where everything listens that only this machine may reach. */
export const LOOPBACK = '127.0.0.1';

/** Listens on the port and refuses whoever connects. Returns the system error code if it cannot listen. */
export async function listen(port: number, host: string): Promise<Server | string> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error) => resolve(errorCode(error) ?? error.message));
    server.listen({ port, host, exclusive: true }, () => resolve(server));
  });
}

/** The system error code if a server cannot listen on the port now; undefined if it can. */
async function refusal(port: number, host: string): Promise<string | undefined> {
  const listening = await listen(port, host);
  if (typeof listening === 'string') return listening;
  return new Promise((resolve) => listening.close(() => resolve(undefined)));
}

/** Whether a server can listen on the port now. */
export async function isFree(port: number, host: string): Promise<boolean> {
  return (await refusal(port, host)) === undefined;
}

/** The first of the ports that a program listens on now; undefined if none does. */
export async function portInUse(ports: readonly number[], host: string): Promise<number | undefined> {
  for (const port of ports) if ((await refusal(port, host)) === 'EADDRINUSE') return port;
  return undefined;
}

/**
 * @param variable the one that configures the port
 * @throws CannotStart if a server cannot listen there now
 */
export async function checkFree(
  variable: 'PORT' | 'METRICS_PORT',
  port: number,
  host: string,
): Promise<void> {
  const code = await refusal(port, host);
  if (code === undefined) return;
  if (code === 'EADDRINUSE')
    throw new CannotStart(
      `Port ${port} is in use: stop what listens there, or choose another with ${variable}=${port + 1}.`,
    );
  if (code === 'EACCES')
    throw new CannotStart(`Port ${port} is not open to this user: choose one from 1024 on with ${variable}.`);
  throw new CannotStart(`HOST=${host} is not an address of this machine (${code}): try HOST=${LOOPBACK}.`);
}

/** The first free port at or after the given one. @throws CannotStart if there is none left. */
export async function nextFree(from: number, host: string): Promise<number> {
  for (let port = from; port <= 65_535; port++) if (await isFree(port, host)) return port;
  throw new CannotStart(`No free port from ${from} on: choose a lower PORT.`);
}
