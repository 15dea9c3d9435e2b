import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { errorMessage } from '../../platform/errors.ts';
import type { InstanceRecord } from '../process/record.ts';
import type { Launcher } from './launcher.ts';
import { diskState, statusRow } from './status-table.ts';

/**
 * The control port, through which other commands reach the running launcher: HTTP on the loopback, authorised
 * by a secret from the instance's record.
 */
export type Control = {
  readonly at: NonNullable<InstanceRecord['control']>;
  close(): void;
};

const order = z.object({ names: z.array(z.string()) });
export const startedSchema = z.object({ started: z.boolean() });
export const statusSchema = startedSchema.extend({ rows: z.array(statusRow), disk: diskState });
export const refusalSchema = z.object({
  message: z.string(),
  /** The command itself was wrong (exit status 2), as opposed to failing. */
  usage: z.boolean(),
});

type ControlResponse = { readonly status: number; readonly body: unknown };

/**
 * Serves the control port. `started` tells whether the first start is over; `shutDown` stops the instance.
 */
export async function serveControl(
  launcher: Launcher,
  { started, shutDown }: { readonly started: () => boolean; readonly shutDown: () => void },
): Promise<Control> {
  const secret = randomBytes(24).toString('hex');
  const expected = Buffer.from(`Bearer ${secret}`);

  const isAllowed = ({ headers }: IncomingMessage): boolean => {
    const given = Buffer.from(headers.authorization ?? '');
    return given.length === expected.length && timingSafeEqual(given, expected);
  };

  const commands = new Map([
    ['POST /start', launcher.startOnly],
    ['POST /stop', launcher.stopOnly],
    ['POST /restart', launcher.restart],
  ]);

  const answer = async (request: IncomingMessage): Promise<ControlResponse> => {
    if (!isAllowed(request)) return refuse(401, 'The secret is wrong.');
    const call = `${request.method} ${request.url}`;
    if (call === 'GET /started') return { status: 200, body: { started: started() } };
    if (call === 'GET /status')
      return {
        status: 200,
        body: { started: started(), rows: await launcher.rows(), disk: launcher.disk() },
      };
    if (call === 'POST /shutdown') {
      shutDown();
      return { status: 202, body: {} };
    }
    const command = commands.get(call);
    if (command === undefined) return refuse(404, 'There is no such command.');
    const { names } = order.parse(JSON.parse(await text(request)));
    const unknown = names.filter((name) => !launcher.names.includes(name));
    if (unknown.length > 0) {
      const message = `${unknown.join(', ')}: not run here. There are ${launcher.names.join(', ')}.`;
      return { status: 404, body: { message, usage: true } };
    }
    if (!started()) return refuse(409, 'The instance is still starting: wait until it is ready.');
    await command(names);
    return { status: 200, body: {} };
  };

  const server = createServer((request, response) => {
    answer(request)
      .catch((error) => refuse(500, errorMessage(error)))
      .then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
        response.end(JSON.stringify(body));
      })
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(launcher.controlPort, '127.0.0.1', resolve);
  });
  return {
    at: { url: `http://127.0.0.1:${launcher.controlPort}`, secret },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function refuse(status: number, message: string): ControlResponse {
  return { status, body: { message, usage: false } };
}
