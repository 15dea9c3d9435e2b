import { readFileSync } from 'node:fs';
import type { Server } from 'node:net';
import { CannotStart } from '../cannot-start.ts';
import { isFree, LOOPBACK, listen } from './ports.ts';

/** Ports of the loopback from `first` up to, but not including, `end`, in blocks of `blockSize`. */
export type PortRange = { readonly first: number; readonly end: number; readonly blockSize: number };

/**
 * Gives ports that no other allocator on this machine gives while this one is open, although nothing listens
 * on them yet.
 */
export type PortAllocator = {
  /** A free port, each only once. @throws CannotStart if there is none left */
  next(): Promise<number>;
  /** Leaves the ports to others. */
  close(): Promise<void>;
};

const LOWEST_PORT = 10_000;
/** An instance without replicas takes one block, and more than 500 instances find room. */
const BLOCK_SIZE = 32;

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

/**
 * An allocator takes blocks of ports. It owns a block while it listens on the block's first port, which only
 * one process can do, so that the kernel releases the block however the process ends. All allocators have to
 * use the same blocks.
 */
export function createPortAllocator({ first, end, blockSize }: PortRange): PortAllocator {
  const blocks = Math.floor((end - first) / blockSize);
  const owned: Server[] = [];
  const left: number[] = [];
  let claiming: Promise<void> | undefined;

  /** Begins at a random block: from the first one on, it would try each that another allocator owns. */
  async function claimBlock(): Promise<void> {
    const start = Math.floor(Math.random() * blocks);
    for (let offset = 0; offset < blocks; offset++) {
      const lock = first + ((start + offset) % blocks) * blockSize;
      const server = await listen(lock, LOOPBACK);
      if (typeof server === 'string') continue;
      owned.push(server.unref());
      for (let port = lock + 1; port < lock + blockSize; port++) left.push(port);
      return;
    }
    throw new CannotStart(`No free ports between ${first} and ${end}: stop something that listens there.`);
  }

  return {
    async next() {
      for (;;) {
        const port = left.shift();
        if (port === undefined) {
          claiming ??= claimBlock().finally(() => {
            claiming = undefined;
          });
          await claiming;
        } else if (await isFree(port, LOOPBACK)) return port;
      }
    },
    async close() {
      left.length = 0;
      await Promise.all(owned.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

const ofThisProcess = createPortAllocator({
  first: LOWEST_PORT,
  end: firstEphemeral(),
  blockSize: BLOCK_SIZE,
});

/**
 * A free port of the loopback, each only once. Until this process ends, no other process gets it from here.
 * @throws CannotStart if there is none left
 */
export function freePort(): Promise<number> {
  return ofThisProcess.next();
}
