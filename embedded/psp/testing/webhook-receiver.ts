import { createServer } from 'node:http';
import Stripe from 'stripe';

/** A receiver of webhooks that checks each signature with the SDK. */
export type WebhookReceiver = AsyncDisposable & {
  readonly url: string;
  /** Events with a valid signature, in order of arrival, including repeats. */
  readonly events: readonly Stripe.Event[];
  readonly forged: () => number;
  /** Sets the status of further responses; 200 at first. */
  readonly answer: (status: number) => void;
};

export const WEBHOOK_SECRET = 'whsec_test';

/** Listens on a free port. */
export async function startReceiver(): Promise<WebhookReceiver> {
  const events: Stripe.Event[] = [];
  const stripe = new Stripe('sk_test_simulator');
  let forged = 0;
  let status = 200;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const signature = request.headers['stripe-signature'] ?? '';
    try {
      const event = stripe.webhooks.constructEvent(Buffer.concat(chunks), signature, WEBHOOK_SECRET);
      if (status < 300) events.push(event);
    } catch {
      forged += 1;
    }
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the receiver listens on no port');
  return {
    url: `http://127.0.0.1:${address.port}/webhooks/stripe`,
    events,
    forged: () => forged,
    answer: (next) => {
      status = next;
    },
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
