import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freeBytesOf } from '../../platform/disk-space.ts';
import { createStreams } from '../../platform/messaging/jetstream/create-streams.ts';
import { askHealth } from '../../platform/messaging/jetstream/server-health.ts';
import { CONTEXTS } from '../../schema/events/contexts.ts';
import { keptPasswords } from '../kept-secret.ts';
import { plainEnvironment, STAGES } from '../process/command.ts';
import { LOOPBACK } from '../process/ports.ts';
import { replies } from '../process/probe.ts';
import { SPACE_TO_START } from '../process/supervisor.ts';
import type { Server, ServerOptions } from '../server.ts';
import { findNatsProgram } from './program.ts';
import { MONITOR, NATS_USERS, OPERATOR, renderAuthorization, renderSystemAccount } from './users.ts';

/** The server shares its machine with all others: a second processor's scheduler looks for work in vain. */
const ONE_PROCESSOR = { GOMAXPROCS: '1' };

/**
 * Provides NATS with JetStream on the loopback; its streams are in DATA_DIR/nats.
 * @throws CannotStart if no nats-server is available
 */
export async function natsServer({
  dataDir,
  port,
  say,
  kept = {},
  unsafe = false,
}: ServerOptions): Promise<Server> {
  const { file, origin } = await findNatsProgram(say);
  const folder = join(dataDir, 'nats');
  const config = join(folder, 'nats.conf');
  // JetStream keeps the first error of a write for good: its health tells, and only a restart heals it.
  const health = () => askHealth({ url: url(MONITOR) });
  const isBroken = async () => (await health())?.isWorking === false;
  // Without "always", a power failure loses a stream's last two minutes. Older servers do not know the value.
  const sync = unsafe || !knowsSyncAlways(file) ? '' : ', sync_interval: always';
  const passwordOf = keptPasswords(join(dataDir, 'nats.secret'));
  const url = (user = OPERATOR) => `nats://${user}:${passwordOf(user)}@127.0.0.1:${port}`;
  const text = [
    'server_name: meetingroom',
    `listen: "127.0.0.1:${port}"`,
    `jetstream { store_dir: ${JSON.stringify(folder)}${sync} }`,
    renderAuthorization(NATS_USERS, (user) => JSON.stringify(passwordOf(user))),
    renderSystemAccount(JSON.stringify(passwordOf(MONITOR))),
  ];
  let hasStreams = false;
  return {
    url,
    unit: {
      name: 'nats',
      stage: STAGES.server,
      address: `127.0.0.1:${port}`,
      listensOn: { host: LOOPBACK, ports: [port] },
      origin,
      command: { file, args: ['-c', config], env: { ...plainEnvironment(), ...ONE_PROCESSOR }, cwd: folder },
      stopSignal: 'SIGTERM',
      beforeStart: async () => {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        writeFileSync(config, `${text.join('\n')}\n`, { mode: 0o600 });
        chmodSync(config, 0o600);
        hasStreams = false;
      },
      async isReady() {
        if (!(await replies(port, { start: 'INFO ' })) || (await isBroken())) return false;
        // Services may not create streams.
        if (!hasStreams) for (const note of await createStreams({ url: url() }, CONTEXTS, kept)) say(note);
        hasStreams = true;
        return true;
      },
      complaint: async () => (await health())?.error,
      needsRestart: async () => (await isBroken()) && (await freeBytesOf(folder)) > SPACE_TO_START,
    },
  };
}

function knowsSyncAlways(file: string): boolean {
  const found = /v(\d+)\.(\d+)/.exec(execFileSync(file, ['--version'], { encoding: 'utf8' }));
  return Number(found?.[1]) * 100 + Number(found?.[2]) >= 210;
}
