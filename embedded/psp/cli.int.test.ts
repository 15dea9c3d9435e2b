import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from './cli.ts';
import { OPTIONS } from './settings/options.ts';
import { authorisation, type SimulatorProcess, startProcess } from './testing/simulator-process.ts';

let simulator: SimulatorProcess;
let dataDir: string;
beforeAll(async () => {
  simulator = await startProcess();
  dataDir = mkdtempSync(join(tmpdir(), 'psp-instance-'));
  writeFileSync(
    join(dataDir, 'instance.json'),
    JSON.stringify({ services: { psp: { url: simulator.url } } }),
  );
});
afterAll(async () => {
  await simulator[Symbol.asyncDispose]();
  rmSync(dataDir, { recursive: true });
});

async function run(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const status = await runCli(args, {
    env: { DATA_DIR: dataDir },
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { status, out, err };
}
async function settings() {
  return JSON.parse((await run('--status', '--json')).out).settings;
}

test('options change the running simulator, and --reset undoes them', async () => {
  expect((await run('--latency-ms', '1-2', '--hang', '--fail-rate', '0.2')).status).toBe(0);
  expect(await settings()).toMatchObject({ latencyMs: '1-2', hang: 'true', failRate: '0.2' });
  await run('--no-hang');
  expect(await settings()).toMatchObject({ hang: 'false', failRate: '0.2' });
  await run('--reset', '--latency-ms=3');
  expect(await settings()).toMatchObject({ latencyMs: '3', failRate: '0' });
  expect((await run('--reset')).out).toContain('latency-ms');
});

test('--ledger prints the payments as a table or as JSON', async () => {
  const { id } = await simulator.stripe.paymentIntents.create({
    ...authorisation(),
    metadata: { booking: 'b7' },
  });
  expect((await run('--ledger')).out).toContain('booking=b7');
  expect(JSON.parse((await run('--ledger', '--json')).out)).toMatchObject([
    { id, amount: 12_000, captured: 0, refunded: 0, status: 'requires_capture', metadata: { booking: 'b7' } },
  ]);
});

test('what is done by hand is done and printed', async () => {
  const { paymentIntents } = simulator.stripe;
  const { id } = await paymentIntents.create({ ...authorisation(), capture_method: 'automatic' });
  expect(JSON.parse((await run('--refund', id, '--amount', '5000')).out)).toMatchObject({ amount: 5_000 });
  const dispute = JSON.parse((await run('--dispute', id)).out);
  expect(dispute).toMatchObject({ amount: 7_000, status: 'needs_response' });
  expect(JSON.parse((await run('--lose', dispute.id)).out)).toMatchObject({ status: 'lost' });
  const again = await run('--win', dispute.id);
  expect(again).toMatchObject({ status: 1, out: '' });
  expect(again.err).toContain('is lost');
});

test('--help lists every option', async () => {
  const { status, out } = await run('--help');
  expect(status).toBe(0);
  for (const { flag, name } of OPTIONS) if (name !== 'seed') expect(out).toContain(`--${flag}`);
});

describe('wrong usage', () => {
  test.each([[['--nonsense']], [['--latency-ms', 'slow']], [['--hang=5']], [['stray']], [['--latency-ms']]])(
    '%j gives the usage and status 2',
    async (args) => {
      const { status, err } = await run(...args);
      expect(status).toBe(2);
      expect(err).toContain('Usage: npm run psp');
    },
  );
  test.each([
    ['nothing was ever started', undefined],
    ['what was started is gone', '{"services":{"psp":{"url":"http://127.0.0.1:1"}}}'],
    ['its file is half written', '{"services":'],
  ])('when %s, it prints one line and exits with 1', async (_, file) => {
    const empty = mkdtempSync(join(tmpdir(), 'psp-empty-'));
    if (file !== undefined) writeFileSync(join(empty, 'instance.json'), file);
    const { status, err } = await run('--data-dir', empty, '--status');
    rmSync(empty, { recursive: true });
    expect(status).toBe(1);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});
