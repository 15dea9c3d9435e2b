import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { plainEnvironment, STAGES } from './command.ts';
import { freePort } from './port-allocator.ts';
import { LOOPBACK } from './ports.ts';
import { createSupervised } from './supervisor.ts';

const LIMIT = { timeout: 20_000 };

/** A process that sleeps, supervised in a folder; what is said of it goes to `said`. */
function superviseSleeper(dataDir: string, said: string[], needsRestart?: () => Promise<boolean>) {
  return createSupervised({
    unit: {
      name: 'sleeper',
      stage: STAGES.service,
      address: '',
      origin: '',
      command: { file: 'sleep', args: ['60'], env: plainEnvironment() },
      stopSignal: 'SIGTERM',
      isReady: async () => true,
      ...(needsRestart ? { needsRestart } : {}),
    },
    logFile: join(dataDir, 'sleeper.log'),
    instanceId: 'test',
    dataDir,
    onChange: () => {},
    say: (line) => said.push(line),
  });
}

test('a process that runs without working is restarted when it says that this would help', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'meetingroom-supervisor-'));
  const broken = new Set<number>();
  const said: string[] = [];
  const supervised = superviseSleeper(dataDir, said, async () => broken.has(supervised.pid() ?? 0));
  await supervised.start();
  const first = supervised.pid() ?? 0;
  broken.add(first);
  await vi.waitFor(() => expect([supervised.restarts(), supervised.state()]).toEqual([1, 'ready']), LIMIT);
  expect(supervised.pid()).not.toBe(first);
  expect(said).toEqual([
    expect.stringContaining('sleeper does not work any more and is restarted'),
    'sleeper is ready again.',
  ]);
  await supervised.stop();
  expect(supervised.state()).toBe('down');
  await rm(dataDir, { recursive: true });
});

test('a process that is killed is not restarted', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'meetingroom-supervisor-'));
  const said: string[] = [];
  const supervised = superviseSleeper(dataDir, said);
  await supervised.start();
  supervised.kill();
  await vi.waitFor(() => expect(supervised.state()).toBe('down'), LIMIT);
  await supervised.stop();
  expect([supervised.pid(), supervised.restarts(), said]).toEqual([undefined, 0, []]);
  await rm(dataDir, { recursive: true });
});

test('a process that does not start says which of its ports another program took', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'meetingroom-supervisor-'));
  const [port, metrics] = [await freePort(), await freePort()];
  const program = `
    const { createServer } = require('node:http');
    for (const port of [${port}, ${metrics}]) createServer().listen(port, '${LOOPBACK}');`;
  const supervised = createSupervised({
    unit: {
      name: 'listener',
      stage: STAGES.service,
      address: '',
      listensOn: { host: LOOPBACK, ports: [port, metrics] },
      origin: '',
      command: { file: process.execPath, args: ['-e', program], env: plainEnvironment() },
      stopSignal: 'SIGTERM',
      isReady: async () => false,
    },
    logFile: join(dataDir, 'listener.log'),
    instanceId: 'test',
    dataDir,
    onChange: () => {},
    say: () => {},
  });
  await using stranger = createServer();
  await once(stranger.listen(metrics, LOOPBACK), 'listening');
  await expect(supervised.start()).rejects.toThrow(
    `listener did not start, because another program listens on its port ${metrics}`,
  );
  await supervised.stop();
  await rm(dataDir, { recursive: true });
});
