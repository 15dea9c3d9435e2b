import { beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../../platform/testing/eventually.ts';
import { CannotStart } from '../cannot-start.ts';
import type { UnitState } from '../process/supervisor.ts';
import { createReloader, type Reloader } from './reloader.ts';

describe('the reloader', () => {
  let files: Map<string, string>;
  let states: Map<string, UnitState>;
  let calls: string[];
  let said: string[];
  let start: (name: string) => Promise<void>;
  let composes: boolean;
  let reloader: Reloader;

  beforeEach(() => {
    files = new Map([
      ['room/main.ts', "import '../platform/shared.ts';"],
      ['booking/main.ts', "import '../platform/shared.ts';"],
      ['platform/shared.ts', 'export {};'],
      ['subgraphs/room/schema.graphql', 'type Query { rooms: Int }'],
    ]);
    states = new Map([
      ['room', 'ready'],
      ['booking', 'ready'],
    ]);
    [calls, said, composes] = [[], [], true];
    start = async () => {};
    reloader = createReloader({
      programs: [
        { name: 'room', main: 'room/main.ts' },
        { name: 'booking', main: 'booking/main.ts' },
      ],
      sources: { read: (path) => files.get(path) },
      processOf(name) {
        const state = states.get(name);
        return state && { state: () => state };
      },
      async startOnly(name) {
        calls.push(`start ${name}`);
        await start(name);
        states.set(name, 'ready');
      },
      async stopOnly(name) {
        calls.push(`stop ${name}`);
        states.set(name, 'down');
      },
      async generate() {
        calls.push('generate');
        return composes;
      },
      say: (line) => said.push(line),
    });
  });

  function save(path: string, text: string): void {
    files.set(path, text);
    reloader.changed([path]);
  }
  const untilSaid = (line: string) =>
    eventually(() => expect(said).toContainEqual(expect.stringContaining(line)));

  test('restarts the programs that load a changed module, side by side', async () => {
    save('platform/shared.ts', 'export const a = 1;');
    await untilSaid('room is ready');
    await untilSaid('booking is ready');
    expect(calls).toEqual(['stop room', 'stop booking', 'start room', 'start booking']);
  });

  test('restarts a program once for several changed files', async () => {
    files.set('room/extra.ts', '');
    files.set('room/main.ts', "import './extra.ts';");
    reloader.changed(['room/main.ts', 'room/extra.ts']);
    await untilSaid('room is ready');
    expect(calls).toEqual(['stop room', 'start room']);
  });

  test('waits until syntax errors are mended', async () => {
    save('room/main.ts', 'const = 1;');
    await untilSaid('room is not restarted yet: room/main.ts has a syntax error.');
    expect(calls).toEqual([]);
    save('room/main.ts', 'const a = 1;');
    await untilSaid('room is ready');
    expect(calls).toEqual(['stop room', 'start room']);
  });

  test('waits until an imported file exists', async () => {
    save('room/main.ts', "import './new.ts';");
    await untilSaid('room is not restarted yet: room/new.ts is imported and does not exist.');
    save('room/new.ts', 'export {};');
    await untilSaid('room is ready');
    expect(calls).toEqual(['stop room', 'start room']);
  });

  test('generates before it restarts, and waits until the schemas compose', async () => {
    files.set('subgraphs/room/main.ts', '');
    files.set('room/main.ts', "import '../subgraphs/room/main.ts';");
    reloader.changed(['room/main.ts']);
    await untilSaid('room is ready');
    [calls.length, said.length, composes] = [0, 0, false];
    save('subgraphs/room/schema.graphql', 'type Query {');
    await untilSaid('room is not restarted yet: the schemas do not compose.');
    composes = true;
    save('subgraphs/room/schema.graphql', 'type Query { rooms: Float }');
    await untilSaid('room is ready');
    expect(calls).toEqual(['generate', 'generate', 'stop room', 'start room']);
  });

  test('does not start a program that was stopped by name or never ran', async () => {
    states.set('room', 'down');
    states.delete('booking');
    save('platform/shared.ts', 'export const a = 1;');
    await new Promise((resolve) => setImmediate(resolve));
    expect(calls).toEqual([]);
  });

  test('leaves a program stopped that does not come up, and starts it at the next change', async () => {
    start = async () => {
      throw new CannotStart('room does not come up.');
    };
    save('room/main.ts', '1;');
    await untilSaid('room does not come up.');
    await untilSaid('room is started again when a file that it needs is saved.');
    expect(calls).toEqual(['stop room', 'start room', 'stop room']);
    start = async () => {};
    save('room/main.ts', '2;');
    await untilSaid('room is ready');
    expect(calls.slice(3)).toEqual(['stop room', 'start room']);
  });

  test('a change during a restart begins another one, and the first reports nothing', async () => {
    const first = Promise.withResolvers<void>();
    start = () => first.promise;
    save('room/main.ts', '1;');
    await eventually(() => expect(calls).toContain('start room'));
    start = async () => {};
    save('room/main.ts', '2;');
    await untilSaid('room is ready');
    first.reject(new CannotStart('room was stopped before it was ready.'));
    await first.promise.catch(() => {});
    expect(calls).toEqual(['stop room', 'start room', 'stop room', 'start room']);
    expect(said).not.toContainEqual(expect.stringContaining('stopped before it was ready'));
  });

  test('does nothing once it is closed', async () => {
    reloader.close();
    save('room/main.ts', '1;');
    await new Promise((resolve) => setImmediate(resolve));
    expect(calls).toEqual([]);
  });
});
