import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { eventually } from '../../platform/testing/index.ts';
import { blockEventLoop } from '../../platform/testing/probes.ts';
import { createHttpProbes } from './hang-check.ts';
import { freePort } from './port-allocator.ts';

const SERVER = `
const server = require('node:http').createServer((request, response) => response.end('{}'));
server.listen(0, '127.0.0.1', () => console.log(server.address().port));`;

test('a process whose event loop is blocked has hung, and one that answers has not', async () => {
  const port = await freePort();
  const child = spawn(process.execPath, [`--inspect-port=127.0.0.1:${port}`, '-e', SERVER], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    const [served] = await once(createInterface(child.stdout), 'line');
    const url = `http://127.0.0.1:${served}/`;
    const probes = createHttpProbes({ ready: url, live: url }, 100);
    expect(await probes.isReady()).toBe(true);
    expect(await probes.hasHung()).toBe(false);
    await blockEventLoop(child.pid ?? 0, port);
    await eventually(async () => expect(await probes.hasHung()).toBe(true));
  } finally {
    child.kill('SIGKILL');
    await once(child, 'close');
  }
});
