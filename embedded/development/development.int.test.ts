import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { findLauncher } from '../launcher/client.ts';
import { makeStandIns, type StandIns } from '../launcher/stand-ins.ts';
import { PROJECT_ROOT } from '../paths.ts';
import { isAlive } from '../process/processes.ts';
import { startInstance, type TestInstance } from '../testing.ts';

/** A program that answers every request with a greeting from platform/. */
const GREETER = `
import { createServer } from 'node:http';
import { greeting } from '../../platform/greeting.ts';
const server = createServer((request, response) => response.end(greeting));
server.listen(Number(process.env.PORT), process.env.HOST);
process.on('SIGTERM', () => process.exit(0));
`;

const TARGETS = z.array(z.object({ webSocketDebuggerUrl: z.string() }));

async function answerOf(instance: TestInstance, name: string): Promise<string | undefined> {
  try {
    return await (await fetch(instance.addressOf(name))).text();
  } catch (error) {
    if (error instanceof TypeError) return undefined; // nothing listens at the moment
    throw error;
  }
}

const until = (assertion: () => Promise<void> | void) =>
  vi.waitFor(assertion, { timeout: 60_000, interval: 50 });

describe('npm run dev', { timeout: 120_000 }, () => {
  let standIns: StandIns;
  let root: string;
  /** Kept, so that the servers make their data once. */
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'meetingroom-development-'));
  });
  afterAll(async () => {
    await rm(dataDir, { recursive: true });
  });
  beforeEach(async () => {
    standIns = await makeStandIns();
    root = dirname(standIns.entry);
    await mkdir(join(root, 'platform'));
    await save('platform/greeting.ts', "export const greeting: string = 'hello';");
    await save('subgraphs/booking/main.ts', GREETER);
    await save('subgraphs/room/main.ts', GREETER);
  });
  afterEach(async () => {
    await standIns[Symbol.asyncDispose]();
  });

  const save = (path: string, text: string) => writeFile(join(root, path), text);

  /** Starts `npm run dev -- ARGS` on the stand-ins. */
  async function develop(...args: readonly string[]): Promise<TestInstance> {
    const run = new URL('run.ts', import.meta.url).href;
    await save(
      'dev.ts',
      `import { runDevelopment } from ${JSON.stringify(run)};
       process.exit(await runDevelopment({ args: ${JSON.stringify(args)}, env: process.env, root: import.meta.dirname }));`,
    );
    return startInstance({ entry: join(root, 'dev.ts'), dataDir });
  }

  test('restarts the programs that load a saved module, and stops all of them in the end', async () => {
    await using instance = await develop();
    const { processes } = instance.record();
    const [booking, payment] = [instance.pidOf('booking'), instance.pidOf('payment')];

    await save('platform/greeting.ts', "export const greeting: string = 'good evening';");
    await until(async () => {
      expect(await answerOf(instance, 'booking')).toBe('good evening');
      expect(await answerOf(instance, 'room')).toBe('good evening');
    });
    expect(instance.pidOf('booking')).not.toBe(booking);
    expect(instance.pidOf('payment')).toBe(payment);

    const all = [...processes, ...instance.record().processes];
    expect(await instance.stop()).toBe(0);
    expect(all.filter(isAlive)).toEqual([]);
  });

  test('starts only the named services', async () => {
    await using instance = await develop('booking');
    expect(await answerOf(instance, 'booking')).toBe('hello');
    expect(() => instance.pidOf('room')).toThrow('room does not run');
    await save('platform/greeting.ts', "export const greeting: string = 'good evening';");
    await until(async () => expect(await answerOf(instance, 'booking')).toBe('good evening'));
    expect(() => instance.pidOf('room')).toThrow('room does not run');
  });

  test('keeps the running program while a module has a syntax error', async () => {
    await using instance = await develop('booking');
    const pid = instance.pidOf('booking');
    await save('platform/greeting.ts', 'export const greeting = ;');
    await until(() => {
      expect(instance.output()).toContain('platform/greeting.ts(1,25): error TS1109: Expression expected.');
      expect(instance.output()).toContain(
        'booking is not restarted yet: platform/greeting.ts has a syntax error.',
      );
    });
    expect(await answerOf(instance, 'booking')).toBe('hello');
    expect(instance.pidOf('booking')).toBe(pid);

    await save('platform/greeting.ts', "export const greeting = 'good evening';");
    await until(async () => expect(await answerOf(instance, 'booking')).toBe('good evening'));
  });

  test('leaves a program stopped that does not come up, from the start on, until the next save', async () => {
    await save(
      'platform/greeting.ts',
      "export const greeting: string = 'hello'; throw new Error('no voice');",
    );
    await using instance = await develop('booking');
    expect(instance.output()).toContain('no voice');
    expect(instance.output()).toContain('booking is started again when a file that it needs is saved.');
    expect(await answerOf(instance, 'booking')).toBeUndefined();

    await save('platform/greeting.ts', "export const greeting = 'good evening';");
    await until(async () => expect(await answerOf(instance, 'booking')).toBe('good evening'));
  });

  test('debugs one program, which may stop at a breakpoint', async () => {
    await using instance = await develop('booking', '--inspect', 'booking');
    const pid = instance.pidOf('booking');
    // The line is printed a moment after the instance is ready.
    const debuggerPort = await vi.waitFor(() => {
      const [, port] = /Debugger of booking at 127\.0\.0\.1:(\d+)/.exec(instance.output()) ?? [];
      expect(port).toBeDefined();
      return port;
    });
    const [target] = TARGETS.parse(await (await fetch(`http://127.0.0.1:${debuggerPort}/json/list`)).json());
    const socket = new WebSocket(target?.webSocketDebuggerUrl ?? '');
    await once(socket, 'open');
    const breakpointSet = Promise.withResolvers<void>();
    const paused = Promise.withResolvers<void>();
    socket.on('message', (data) => {
      const { id, method } = JSON.parse(String(data));
      if (id === 2) breakpointSet.resolve();
      if (method === 'Debugger.paused') paused.resolve();
    });
    socket.send(JSON.stringify({ id: 1, method: 'Debugger.enable' }));
    // At the line that answers a request.
    const breakpoint = { urlRegex: 'subgraphs/booking/main\\.ts$', lineNumber: 3, columnNumber: 52 };
    socket.send(JSON.stringify({ id: 2, method: 'Debugger.setBreakpointByUrl', params: breakpoint }));
    await breakpointSet.promise;

    const answer = answerOf(instance, 'booking');
    await paused.promise;
    const rows = (await findLauncher(instance.dataDir)?.status())?.rows ?? [];
    expect(rows.find(({ name }) => name === 'booking')).toMatchObject({
      state: 'not ready',
      pid,
      restarts: 0,
    });
    // Two requests have stopped there: ours and that for the status.
    socket.send(JSON.stringify({ id: 3, method: 'Debugger.disable' }));
    expect(await answer).toBe('hello');
    expect(instance.pidOf('booking')).toBe(pid);
    socket.close();

    await save('platform/greeting.ts', "export const greeting = 'good evening';");
    await until(async () => expect(await answerOf(instance, 'booking')).toBe('good evening'));
    expect((await fetch(`http://127.0.0.1:${debuggerPort}/json/list`)).status).toBe(200);
  });
});

describe('npm run dev on the product', { timeout: 120_000 }, () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'meetingroom-development-'));
    const parts = [
      'subgraphs',
      'platform',
      'router',
      'schema',
      'embedded',
      'tools',
      'examples',
      'e2e',
      'codegen.yml',
    ];
    for (const part of [...parts, 'package.json'])
      await cp(join(PROJECT_ROOT, part), join(root, part), { recursive: true });
    for (const part of ['node_modules', '.cache']) await symlink(join(PROJECT_ROOT, part), join(root, part));
  });
  afterEach(async () => {
    await rm(root, { recursive: true });
  });

  test('serves a changed schema', async () => {
    await using instance = await startInstance({
      entry: join(root, 'embedded/dev.ts'),
      services: ['supplies'],
    });
    const ask = async (query: string): Promise<unknown> => {
      const token = /customer +(\S+)/.exec(instance.output())?.[1];
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
      const response = await fetch(`${instance.url}/graphql`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ query }),
      });
      return response.json();
    };
    const schema = join(root, 'subgraphs/supplies/schema.graphql');
    await writeFile(schema, `${await readFile(schema, 'utf8')}\nextend type Query { motto: String }\n`);
    await until(async () => expect(await ask('{ motto }')).toEqual({ data: { motto: null } }));
    const types = join(root, 'subgraphs/supplies/schema.generated.ts');
    await until(async () => expect(await readFile(types, 'utf8')).toContain('motto'));
  });
});
