import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { decodeForm } from '../api/form.ts';
import type { Counters } from '../counters.ts';
import { cardCurrency } from '../domain/amounts.ts';
import { AUTHENTICATION_PATH, clientSecretOf, type PaymentIntent } from '../domain/payment-intent.ts';
import { authenticateIntent, type Moment } from '../domain/payment-intent-decide.ts';
import type { Ledger } from '../ledger.ts';
import type { Store } from '../store/store.ts';
import { readText, sendHtml } from './exchange.ts';

/** The dependencies of the page. `afterWrite` is called when something new is on disk. */
export type AuthenticationPageDeps = {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly counters: Counters;
  readonly moment: () => Moment;
  readonly afterWrite: () => void;
};

/** What the owner of the card has said; undefined for a form that says neither. */
const ANSWERS: ReadonlyMap<unknown, boolean> = new Map([
  ['yes', true],
  ['no', false],
]);

const LONGEST_BODY = 1_024;

/**
 * Serves the page of a card's bank that asks its owner whether the payment is theirs: GET shows two buttons,
 * which POST `answer=yes` or `answer=no`. Afterwards the page goes to the intent's `return_url`.
 */
export function createAuthenticationPage({
  store,
  ledger,
  counters,
  moment,
  afterWrite,
}: AuthenticationPageDeps): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  async function answer(id: string, isGiven: boolean, response: ServerResponse): Promise<void> {
    const before = await store.write(() => {
      const intent = ledger.intent(id);
      const decision = intent && authenticateIntent(intent, isGiven, moment());
      if (!decision || decision.kind === 'refused') return undefined;
      ledger.saveIntent(decision, null);
      counters.add(decision.kind === 'done' ? 'authorisations' : 'declines');
      return intent;
    });
    if (!before) return sendHtml(response, 409, over());
    afterWrite();
    const target = returnUrlOf(before, isGiven);
    if (target === undefined) return sendHtml(response, 200, done(isGiven));
    response.writeHead(303, { location: target }).end();
  }

  return async (request, response) => {
    const text = await readText(request, LONGEST_BODY);
    const url = new URL(request.url ?? '', 'http://simulator');
    const intent = ledger.intent(url.pathname.slice(AUTHENTICATION_PATH.length));
    if (!intent || !isSecretOf(intent, url.searchParams.get('client_secret')))
      return sendHtml(response, 404, page('No such payment', '<p>There is no such payment.</p>'));
    if (intent.state.status !== 'requires_action') return sendHtml(response, 409, over());
    if (request.method !== 'POST') return sendHtml(response, 200, question(intent));
    const isGiven = ANSWERS.get(decodeForm(text ?? '')?.answer);
    return isGiven === undefined
      ? sendHtml(response, 400, question(intent))
      : answer(intent.id, isGiven, response);
  };
}

function isSecretOf(intent: PaymentIntent, given: string | null): boolean {
  const expected = Buffer.from(clientSecretOf(intent));
  const actual = Buffer.from(given ?? '');
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

/** The address to which Stripe returns the customer: with the intent, so that its state can be asked for. */
function returnUrlOf(intent: PaymentIntent, isGiven: boolean): string | undefined {
  if (intent.state.status !== 'requires_action' || intent.state.returnUrl === null) return undefined;
  const url = new URL(intent.state.returnUrl);
  url.searchParams.set('payment_intent', intent.id);
  url.searchParams.set('payment_intent_client_secret', clientSecretOf(intent));
  url.searchParams.set('redirect_status', isGiven ? 'succeeded' : 'failed');
  return url.href;
}

function question({ amount, currency }: PaymentIntent): string {
  const decimals = cardCurrency(currency)?.decimals ?? 0;
  const price = `${(amount / 10 ** decimals).toFixed(decimals)} ${currency.toUpperCase()}`;
  return page(
    'Is this payment yours?',
    `<p>A payment of <strong>${price}</strong> with your test card waits for your answer.</p>
    <form method="post">
      <button name="answer" value="yes">Yes, pay ${price}</button>
      <button name="answer" value="no">No, refuse it</button>
    </form>`,
  );
}

function done(isGiven: boolean): string {
  const what = isGiven ? 'Your bank has your yes.' : 'The payment is refused.';
  return page(what, '<p>You can close this page and go back to your booking.</p>');
}

function over(): string {
  return page('No answer is needed', '<p>This payment does not wait for an answer, or not any more.</p>');
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title} – 3-D Secure of the payment simulator</title>
    <style>
      body { font: 1.125rem/1.5 system-ui, sans-serif; margin: 3rem auto; max-width: 32rem; padding: 0 1rem }
      button { font: inherit; margin: 0 1rem 1rem 0; min-height: 3rem; padding: 0 1.5rem }
    </style>
  </head>
  <body>
    <main>
    <h1>${title}</h1>
    ${body}
    </main>
  </body>
</html>
`;
}
