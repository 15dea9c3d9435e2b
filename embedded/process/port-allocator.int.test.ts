import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { CannotStart } from '../cannot-start.ts';
import { createPortAllocator, freePort, type PortAllocator } from './port-allocator.ts';

const BLOCK_SIZE = 4;
const BLOCKS = 3;

/** Ports that nobody else takes, as they are of this process. */
let first: number;
beforeAll(async () => {
  first = await ownPorts(BLOCKS * BLOCK_SIZE);
});

const open = new Set<PortAllocator>();
afterEach(async () => {
  for (const each of open) await each.close();
  open.clear();
});

/** The first of so many successive ports. */
async function ownPorts(count: number): Promise<number> {
  let begin = await freePort();
  for (let last = begin; last < begin + count - 1; ) {
    const port = await freePort();
    if (port !== last + 1) begin = port;
    last = port;
  }
  return begin;
}

/** An allocator for the first of the blocks. */
function create(blocks: number): PortAllocator {
  const allocator = createPortAllocator({ first, end: first + blocks * BLOCK_SIZE, blockSize: BLOCK_SIZE });
  open.add(allocator);
  return allocator;
}

/** The ports of the block of this number. */
const block = (number: number) =>
  Array.from({ length: BLOCK_SIZE - 1 }, (_, index) => first + number * BLOCK_SIZE + 1 + index);

/** The ports that an allocator gives until none is left. */
async function rest(allocator: PortAllocator): Promise<readonly number[]> {
  const ports: number[] = [];
  while (ports.length < BLOCKS * BLOCK_SIZE) {
    try {
      ports.push(await allocator.next());
    } catch (error) {
      expect(error).toBeInstanceOf(CannotStart);
      break;
    }
  }
  return ports.toSorted((a, b) => a - b);
}

async function listenAt(port: number): Promise<Server & AsyncDisposable> {
  const server = createServer();
  await once(server.listen(port, '127.0.0.1'), 'listening');
  return server;
}

test('allocators never give the same port, although nothing listens on those that were given', async () => {
  const allocators = [create(BLOCKS), create(BLOCKS), create(BLOCKS)];
  const given = await Promise.all(allocators.flatMap((each) => [each.next(), each.next(), each.next()]));
  expect(given.toSorted((a, b) => a - b)).toEqual([...block(0), ...block(1), ...block(2)]);
  await expect(create(BLOCKS).next()).rejects.toThrow(`No free ports between ${first} and`);
});

test('an allocator takes another block when its own is used up', async () => {
  expect(await rest(create(BLOCKS))).toEqual([...block(0), ...block(1), ...block(2)]);
});

test('the ports of a closed allocator are those of the next one', async () => {
  const one = create(1);
  expect(await one.next()).toBe(first + 1);
  const other = create(1);
  await expect(other.next()).rejects.toThrow(CannotStart);
  await one.close();
  expect(await rest(other)).toEqual(block(0));
});

test('the ports of another program are left out, and with its first port a block', async () => {
  await using _inside = await listenAt(first + 2);
  await using _atFirst = await listenAt(first + BLOCK_SIZE);
  expect(await rest(create(BLOCKS))).toEqual([first + 1, first + 3, ...block(2)]);
});

test('a process owns its ports until it ends, also by SIGKILL, and does not wait for them', async () => {
  const range = JSON.stringify({ first, end: first + BLOCK_SIZE, blockSize: BLOCK_SIZE });
  const program = (after: string) => `
    const { createPortAllocator } = await import(${JSON.stringify(new URL('port-allocator.ts', import.meta.url).href)});
    console.log(await createPortAllocator(${range}).next());
    ${after}`;
  const run = (after: string) =>
    spawn(process.execPath, ['--input-type=module', '-e', program(after)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });

  expect(await text(run('').stdout)).toBe(`${first + 1}\n`);

  const stays = run('setInterval(() => {}, 1_000);');
  await once(stays.stdout, 'data');
  await expect(create(1).next()).rejects.toThrow(CannotStart);
  stays.kill('SIGKILL');
  await once(stays, 'exit');
  expect(await create(1).next()).toBe(first + 1);
});
