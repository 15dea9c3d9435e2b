import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../platform/testing/index.ts';
import { answerPage } from './testing/authentication-page.ts';
import {
  authorisation,
  failureOf,
  type SimulatorProcess,
  startProcess,
} from './testing/simulator-process.ts';
import { startReceiver, WEBHOOK_SECRET, type WebhookReceiver } from './testing/webhook-receiver.ts';

const CARD = 'pm_card_threeDSecure2Required';
const RETURN_URL = 'https://shop.example/paid?order=7';

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

/** The types of the events of an intent that have arrived. */
const typesOf = (id: string) =>
  receiver.events
    .filter(({ data: { object } }) => 'id' in object && object.id === id)
    .map(({ type }) => type)
    .toSorted();
const intents = () => simulator.stripe.paymentIntents;
const waiting = (card = CARD) => intents().create({ ...authorisation(card), return_url: RETURN_URL });

/** The page of a waiting intent. */
async function pageOf(card?: string) {
  const { id, client_secret, next_action } = await waiting(card);
  return { id, client_secret, url: next_action?.redirect_to_url?.url ?? '' };
}

describe('a payment that its customer has to authenticate', () => {
  test('names the page that asks, and holds no money', async () => {
    const intent = await waiting();
    expect(intent).toMatchObject({
      status: 'requires_action',
      amount_capturable: 0,
      latest_charge: null,
      client_secret: expect.stringMatching(/^pi_\w+_secret_\w+$/),
      next_action: {
        type: 'redirect_to_url',
        redirect_to_url: { url: expect.stringContaining(simulator.url), return_url: RETURN_URL },
      },
    });
    await eventually(() =>
      expect(typesOf(intent.id)).toEqual(['payment_intent.created', 'payment_intent.requires_action']),
    );
  });

  test('names the page by the address at which browsers reach the simulator', async () => {
    await using behind = await startProcess({ env: { PUBLIC_URL: 'https://bank.example/' } });
    const { next_action } = await behind.stripe.paymentIntents.create({
      ...authorisation(CARD),
      return_url: RETURN_URL,
    });
    expect(next_action?.redirect_to_url?.url).toMatch(/^https:\/\/bank\.example\/[^/]/);
  });

  test('is left to the script in the browser without an address to return to', async () => {
    const { next_action } = await intents().create(authorisation(CARD));
    expect(next_action).toMatchObject({ type: 'use_stripe_sdk' });
  });

  test('is authorised by a yes, which returns the customer', async () => {
    const { id, client_secret, url } = await pageOf();
    const page = await (await fetch(url)).text();
    expect(page).toMatch(/<html lang="en">/);
    expect(page).toContain('12000 KRW');
    expect(page.match(/<button [^>]*name="answer"/g)).toHaveLength(2);
    const answered = await answerPage(url, 'yes');
    expect(answered.status).toBe(303);
    expect(Object.fromEntries(new URL(answered.headers.get('location') ?? '').searchParams)).toEqual({
      order: '7',
      payment_intent: id,
      payment_intent_client_secret: client_secret,
      redirect_status: 'succeeded',
    });
    expect(await intents().retrieve(id)).toMatchObject({
      status: 'requires_capture',
      amount_capturable: 12_000,
      next_action: null,
    });
    await eventually(() => expect(typesOf(id)).toContain('payment_intent.amount_capturable_updated'));
  });

  test('is declined by a no', async () => {
    const { id, url } = await pageOf();
    expect((await answerPage(url, 'no')).headers.get('location')).toContain('redirect_status=failed');
    expect(await intents().retrieve(id)).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code: 'payment_intent_authentication_failure' },
    });
    await eventually(() => expect(typesOf(id)).toContain('payment_intent.payment_failed'));
  });

  test('may be declined by the issuer after a yes', async () => {
    const { id, url } = await pageOf('pm_card_threeDSecureRequiredChargeDeclined');
    await answerPage(url, 'yes');
    expect(await intents().retrieve(id)).toMatchObject({ last_payment_error: { code: 'card_declined' } });
  });

  test('is canceled while it waits; then no answer counts', async () => {
    const { id, url } = await pageOf();
    expect(await intents().cancel(id)).toMatchObject({ status: 'canceled', next_action: null });
    expect((await answerPage(url, 'yes')).status).toBe(409);
    expect(await intents().retrieve(id)).toMatchObject({ status: 'canceled' });
  });

  test('takes one answer, and only who knows the secret gives it', async () => {
    const { id, url } = await pageOf();
    expect((await answerPage(url.replace(/secret=.*/, 'secret=guessed'), 'yes')).status).toBe(404);
    expect((await answerPage(url, 'perhaps')).status).toBe(400);
    const answers = await Promise.all([answerPage(url, 'no'), answerPage(url, 'no'), answerPage(url, 'no')]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409, 409]);
    expect(await intents().retrieve(id)).toMatchObject({ status: 'requires_payment_method' });
  });

  test('is declined at once when the request cannot wait for the customer', async () => {
    const failure = await failureOf(
      intents().create({ ...authorisation(CARD), error_on_requires_action: true }),
    );
    expect(failure).toMatchObject({ statusCode: 402, code: 'authentication_required' });
  });
});
