import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../platform/testing/eventually.ts';
import {
  authorisation,
  failureOf,
  type SimulatorProcess,
  startProcess,
} from './testing/simulator-process.ts';
import { startReceiver, WEBHOOK_SECRET, type WebhookReceiver } from './testing/webhook-receiver.ts';

let receiver: WebhookReceiver;
let simulator: SimulatorProcess;
beforeAll(async () => {
  receiver = await startReceiver();
  simulator = await startProcess({
    env: { WEBHOOK_URL: receiver.url, STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET },
  });
});
afterAll(async () => {
  await simulator[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

/** The id of a captured intent. */
async function captured(paymentMethod?: string): Promise<string> {
  const { paymentIntents } = simulator.stripe;
  const { id } = await paymentIntents.create(authorisation(paymentMethod));
  await paymentIntents.capture(id);
  return id;
}

const balance = async () => {
  const { available } = await simulator.stripe.balance.retrieve();
  return available.find(({ currency }) => currency === 'krw')?.amount ?? 0;
};
const typesAbout = (id: string) =>
  receiver.events.flatMap(({ type, data }) => ((data.object as { id: string }).id === id ? [type] : []));

describe('a dispute', () => {
  test('takes the money, which then cannot be refunded, and gives it back when it is won', async () => {
    const intent = await captured();
    const before = await balance();
    const { id } = await simulator.dashboard('disputes', { intent, amount: 5_000, reason: 'duplicate' });
    expect(await balance()).toBe(before - 5_000);
    expect(await simulator.stripe.disputes.retrieve(id)).toMatchObject({
      payment_intent: intent,
      amount: 5_000,
      reason: 'duplicate',
      status: 'needs_response',
    });
    expect((await simulator.stripe.disputes.list({ payment_intent: intent })).data).toMatchObject([{ id }]);
    const refusal = await failureOf(simulator.stripe.refunds.create({ payment_intent: intent }));
    expect(refusal).toMatchObject({ statusCode: 400, code: 'charge_disputed' });

    await simulator.dashboard('disputes/close', { dispute: id, outcome: 'won' });
    expect(await balance()).toBe(before);
    expect(await simulator.stripe.refunds.create({ payment_intent: intent })).toMatchObject({
      amount: 12_000,
    });
    await eventually(() =>
      expect(typesAbout(id).toSorted()).toEqual([
        'charge.dispute.closed',
        'charge.dispute.created',
        'charge.dispute.funds_reinstated',
        'charge.dispute.funds_withdrawn',
      ]),
    );
  });

  test('that is lost keeps the money, and is decided once', async () => {
    const { id } = await simulator.dashboard('disputes', { intent: await captured() });
    const taken = await balance();
    await simulator.dashboard('disputes/close', { dispute: id, outcome: 'lost' });
    expect(await balance()).toBe(taken);
    expect(await simulator.stripe.disputes.retrieve(id)).toMatchObject({ status: 'lost' });
    await expect(simulator.dashboard('disputes/close', { dispute: id, outcome: 'won' })).rejects.toThrow(
      'lost',
    );
  });

  test('may be an inquiry, which takes nothing', async () => {
    const intent = await captured();
    const before = await balance();
    const { id } = await simulator.dashboard('disputes', { intent, inquiry: true });
    expect(await balance()).toBe(before);
    expect(await simulator.stripe.disputes.retrieve(id)).toMatchObject({ status: 'warning_needs_response' });
    expect(await simulator.stripe.refunds.create({ payment_intent: intent })).toMatchObject({
      amount: 12_000,
    });
  });

  test.each([
    ['pm_card_createDispute', 'needs_response'],
    ['pm_card_createDisputeInquiry', 'warning_needs_response'],
  ])('is opened by the owner of %s once the money is captured', async (paymentMethod, status) => {
    const intent = await captured(paymentMethod);
    expect((await simulator.stripe.disputes.list({ payment_intent: intent })).data).toMatchObject([
      { amount: 12_000, reason: 'fraudulent', status },
    ]);
  });
});

describe('an order by hand', () => {
  test('refunds a part, and then what is left', async () => {
    const intent = await captured();
    await simulator.dashboard('refunds', { intent, amount: 5_000 });
    await simulator.dashboard('refunds', { intent });
    const { data } = await simulator.stripe.refunds.list({ payment_intent: intent });
    expect(data).toMatchObject([
      { amount: 7_000, metadata: {} },
      { amount: 5_000, metadata: {} },
    ]);
  });

  test.each([
    ['refunds', {}],
    ['refunds', { intent: 'pi_none' }],
    ['disputes', { intent: 'pi_none' }],
    ['disputes', { intent: 7 }],
    ['disputes/close', { dispute: 'du_none', outcome: 'won' }],
    ['disputes/close', { dispute: 'du_none', outcome: 'perhaps' }],
  ])('%s with %j is refused', async (what, order) => {
    await expect(simulator.dashboard(what, order)).rejects.toThrow();
  });

  test('cannot dispute what is not captured, or more than that', async () => {
    const { id } = await simulator.stripe.paymentIntents.create(authorisation());
    await expect(simulator.dashboard('disputes', { intent: id })).rejects.toThrow('has 0');
    const intent = await captured();
    await expect(simulator.dashboard('disputes', { intent, amount: 12_001 })).rejects.toThrow('has 12000');
  });
});
