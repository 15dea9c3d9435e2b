import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SimulatorProcess, startProcess } from './testing/simulator-process.ts';

let simulator: SimulatorProcess;
beforeAll(async () => {
  simulator = await startProcess({});
});
afterAll(() => simulator[Symbol.asyncDispose]());

/** Sends a request with these headers, which `fetch` would not allow. */
async function statusOf(method: string, path: string, headers: Readonly<Record<string, string>>) {
  const sent = request(`${simulator.url}${path}`, { method, headers });
  sent.end();
  const [response]: IncomingMessage[] = await once(sent, 'response');
  response?.resume();
  return response?.statusCode;
}

const KEY = { authorization: 'Bearer sk_test_simulator' };

test.each([
  ['GET', '/_control/settings'],
  ['GET', '/v1/events'],
])('%s %s is answered to programs, and not to pages', async (method, path) => {
  expect(await statusOf(method, path, KEY)).toBe(200);
  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-origin' },
    { host: 'evil.example' },
  ])
    expect(await statusOf(method, path, { ...KEY, ...headers })).toBe(403);
});

test('a page of another site cannot change how the simulator behaves', async () => {
  const origin = { origin: 'https://evil.example' };
  expect(await statusOf('POST', '/_control/settings/reset', origin)).toBe(403);
  expect(await statusOf('POST', '/_control/settings/reset', {})).toBe(200);
});
