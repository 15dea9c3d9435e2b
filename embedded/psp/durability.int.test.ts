import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { eventually } from '../../platform/testing/eventually.ts';
import { createCounters } from './counters.ts';
import { createChance } from './settings/chance.ts';
import { openStore } from './store/store.ts';
import { authorisation, failureOf, startProcess } from './testing/simulator-process.ts';
import { startReceiver, WEBHOOK_SECRET } from './testing/webhook-receiver.ts';
import { startDeliverer } from './webhook-deliverer.ts';

test('a key repeats the first response, even a decline, and only for the same request', async () => {
  await using simulator = await startProcess();
  const { paymentIntents } = simulator.stripe;
  const first = await paymentIntents.create(authorisation(), { idempotencyKey: 'k1' });
  const again = await paymentIntents.create(authorisation(), { idempotencyKey: 'k1' });
  expect(again.id).toBe(first.id);
  expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
  const other = await failureOf(
    paymentIntents.create({ ...authorisation(), amount: 1 }, { idempotencyKey: 'k1' }),
  );
  expect(other).toMatchObject({ type: 'StripeIdempotencyError', statusCode: 400 });

  const decline = () =>
    failureOf(paymentIntents.create(authorisation('pm_card_chargeDeclined'), { idempotencyKey: 'k2' }));
  const [declined, declinedAgain] = [await decline(), await decline()];
  expect(declinedAgain).toMatchObject({
    statusCode: 402,
    payment_intent: { id: declined.payment_intent?.id },
  });
  expect((await paymentIntents.list()).data).toHaveLength(2);
});

test('a request refused for its parameters leaves its key free', async () => {
  await using simulator = await startProcess();
  const { paymentIntents } = simulator.stripe;
  await failureOf(paymentIntents.create({ ...authorisation(), amount: 0 }, { idempotencyKey: 'k' }));
  expect(await paymentIntents.create(authorisation(), { idempotencyKey: 'k' })).toMatchObject({
    amount: 12_000,
  });
});

test('of two simultaneous requests with one key, one fails because the key is in use', async () => {
  await using simulator = await startProcess({ env: { PSP_LATENCY_MS: '2000' } });
  const { paymentIntents } = simulator.stripe;
  const send = () => paymentIntents.create(authorisation(), { idempotencyKey: 'k' });
  const results = await Promise.allSettled([send(), send()]);
  const rejected = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  expect(rejected).toMatchObject([{ statusCode: 409, code: 'idempotency_key_in_use' }]);
  expect((await paymentIntents.list()).data).toHaveLength(1);
});

test('kill -9 loses nothing that was acknowledged', async () => {
  await using first = await startProcess();
  const { dataDir } = first;
  const answered: string[] = [];
  const clients = Array.from({ length: 8 }, async (_, client) => {
    for (let number = 0; ; number += 1) {
      const options = { idempotencyKey: `${client}-${number}` };
      answered.push((await first.stripe.paymentIntents.create(authorisation(), options)).id);
    }
  });
  const ended = Promise.allSettled(clients);
  await eventually(() => expect(answered.length).toBeGreaterThan(200));
  await first.end('SIGKILL');
  await ended;

  await using second = await startProcess({ dataDir });
  const kept = new Set((await second.ledger()).map(({ id }) => id));
  expect(answered.filter((id) => !kept.has(id))).toEqual([]);
  const replay = await second.stripe.paymentIntents.create(authorisation(), { idempotencyKey: '0-0' });
  expect(kept.has(replay.id)).toBe(true);
});

test('webhooks wait for their receiver across a kill -9, and refunds still settle', async () => {
  await using receiver = await startReceiver();
  receiver.answer(503);
  const env = {
    WEBHOOK_URL: receiver.url,
    STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
    PSP_REFUND_DELAY_MS: '1500',
  };
  await using first = await startProcess({ env });
  const { id } = await first.stripe.paymentIntents.create(authorisation('pm_card_refundFail'));
  await first.stripe.paymentIntents.capture(id);
  await first.stripe.refunds.create({ payment_intent: id });
  await first.end('SIGKILL');

  receiver.answer(200);
  await using second = await startProcess({ env, dataDir: first.dataDir });
  await eventually(() => {
    expect(new Set(receiver.events.map(({ type }) => type))).toEqual(
      new Set([
        'payment_intent.created',
        'payment_intent.amount_capturable_updated',
        'charge.captured',
        'payment_intent.succeeded',
        'refund.created',
        'charge.refunded',
        'refund.updated',
        'refund.failed',
      ]),
    );
  });
  expect(receiver.forged()).toBe(0);
  expect(second.dataDir).toBe(first.dataDir);
});

test('SIGTERM lets a request in flight finish, then exits with 0', async () => {
  await using simulator = await startProcess({ env: { PSP_LATENCY_MS: '400' } });
  const answer = simulator.stripe.paymentIntents.create(authorisation());
  await eventually(async () => {
    const { counters } = await simulator.status();
    expect(counters.requests).toBe(1);
  });
  const [status, intent] = await Promise.all([simulator.end('SIGTERM'), answer]);
  expect([status, intent.status]).toEqual([0, 'requires_capture']);
});

test('a second simulator on the same ledger is refused', async () => {
  await using first = await startProcess();
  await expect(startProcess({ dataDir: first.dataDir })).rejects.toThrow('ended before it was ready');
});

test('no webhook tells of what is not on disk: the commit that fails undoes it', async () => {
  await using receiver = await startReceiver();
  receiver.answer(500);
  const env = { WEBHOOK_URL: receiver.url, STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET };
  const dataDir = mkdtempSync(join(tmpdir(), 'psp-'));
  await using simulator = await startProcess({ dataDir, env });
  await simulator.stripe.paymentIntents.create(authorisation());
  await simulator.end('SIGKILL');

  receiver.answer(200);
  const store = openStore(dataDir);
  const full = (): Promise<void> => Promise.reject(new Error('database or disk is full'));
  const settled = vi.fn(full);
  const faults: unknown[] = [];
  const deliverer = startDeliverer({
    store: { ...store, settled: () => settled() },
    url: receiver.url,
    secret: WEBHOOK_SECRET,
    chance: createChance(1),
    counters: createCounters(),
    onReceiver: () => {},
    onFault: (fault) => faults.push(fault),
    now: () => Date.now() + 60_000,
  });
  await eventually(() => expect(settled.mock.calls.length).toBeGreaterThan(1));
  expect(receiver.events).toEqual([]);
  settled.mockImplementation(() => store.settled());
  await eventually(() => expect(receiver.events.length).toBeGreaterThan(0));
  expect(faults).toEqual([]);
  await deliverer.stop();
  store.close();
  rmSync(dataDir, { recursive: true });
});
