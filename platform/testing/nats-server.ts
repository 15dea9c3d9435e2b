import { randomUUID } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { natsServer } from '../../embedded/nats/server.ts';
import { createGroup } from '../../embedded/process/group.ts';
import { freePort } from '../../embedded/process/port-allocator.ts';
import { replies } from '../../embedded/process/probe.ts';

/** A NATS server with a configuration of its own. */
export type OwnNats = AsyncDisposable & {
  readonly port: number;
  /** A folder for files of the test. */
  readonly folder: string;
  /** Replaces the configuration and starts the server again. */
  configure(lines: readonly string[]): Promise<void>;
};

/** The certificate of `localhost`, which is its own authority, and its key. */
export const CERTIFICATE = {
  certFile: join(import.meta.dirname, 'certificates/localhost.crt'),
  keyFile: join(import.meta.dirname, 'certificates/localhost.key'),
} as const;

/** Starts a server whose configuration has these lines, beside those on where it listens. */
export async function startOwnNats(lines: readonly string[]): Promise<OwnNats> {
  const folder = await mkdtemp(join(tmpdir(), 'meetingroom-nats-'));
  const group = await createGroup({ dataDir: folder, id: randomUUID(), temporary: true, logBytes: 2 ** 20 });
  try {
    const port = await freePort();
    const { unit } = await natsServer({ dataDir: folder, port, say: () => {} });
    const config = join(folder, 'own.conf');
    const write = (more: readonly string[]) =>
      writeFile(config, [`listen: "127.0.0.1:${port}"`, ...more, ''].join('\n'));
    await write(lines);
    const server = group.add({
      name: 'nats',
      stage: unit.stage,
      address: unit.address,
      origin: unit.origin,
      stopSignal: unit.stopSignal,
      command: { ...unit.command, args: ['-c', config], cwd: folder },
      isReady: () => replies(port, { start: 'INFO ' }),
    });
    await server.start();
    return {
      port,
      folder,
      async configure(more) {
        await server.stop();
        await write(more);
        await server.start();
      },
      [Symbol.asyncDispose]: () => group.close(),
    };
  } catch (error) {
    await group.close();
    throw error;
  }
}
