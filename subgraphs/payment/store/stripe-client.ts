import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import Stripe from 'stripe';
import type { Env } from '../../../platform/config/env.ts';

export type StripeSettings = {
  readonly apiKey: string;
  /** Where the API is; undefined for Stripe itself. */
  readonly apiBase: string | undefined;
  readonly webhookSecret: string;
};

/** The version of the API that the adapter was written against. */
const API_VERSION = '2026-10-28.endive';

/** Reads STRIPE_…. The simulator has defaults for its secrets; Stripe's own must be given. */
export function readStripeSettings(env: Env): StripeSettings {
  const apiBase = env.optional('STRIPE_API_BASE') ? env.url('STRIPE_API_BASE') : undefined;
  return {
    apiBase,
    apiKey: env.string('STRIPE_API_KEY', apiBase ? 'sk_test_simulator' : undefined),
    webhookSecret: env.string('STRIPE_WEBHOOK_SECRET', apiBase ? 'whsec_simulator' : undefined),
  };
}

/**
 * The official SDK, on kept-alive connections. It never tries again by itself: who calls it knows when that helps.
 *
 * @param timeoutMs how long one call may go without a sign of the provider, in milliseconds
 */
export function createStripeClient({
  apiKey,
  apiBase,
  timeoutMs,
}: StripeSettings & { readonly timeoutMs: number }): {
  readonly stripe: Stripe;
  close(): void;
} {
  const base = apiBase ? new URL(apiBase) : undefined;
  const isPlain = base?.protocol === 'http:';
  const agent = isPlain ? new HttpAgent({ keepAlive: true }) : new HttpsAgent({ keepAlive: true });
  const stripe = new Stripe(apiKey, {
    apiVersion: API_VERSION,
    maxNetworkRetries: 0,
    timeout: timeoutMs,
    telemetry: false,
    httpClient: sendingOnce(Stripe.createNodeHttpClient(agent)),
    ...(base
      ? {
          host: base.hostname,
          port: base.port || (isPlain ? 80 : 443),
          protocol: isPlain ? 'http' : 'https',
        }
      : {}),
  });
  return { stripe, close: () => agent.destroy() };
}

/** A connection was cut while a request was on it: the provider may have worked on it. */
class ConnectionCut extends Error {
  override readonly name = 'ConnectionCut';
  readonly code = 'ECONNCUT';
}

/**
 * The SDK sends a request again when its connection was cut, whatever it is told, and then speaks of the second failure
 * alone: "nobody there" would be taken for certain, though the first request may have been worked on. It does so for
 * these codes only.
 */
function sendingOnce(client: StripeHttpClient): StripeHttpClient {
  const makeRequest: StripeHttpClient['makeRequest'] = async (...request) => {
    try {
      return await client.makeRequest(...request);
    } catch (error) {
      if (
        error instanceof Error &&
        'code' in error &&
        (error.code === 'ECONNRESET' || error.code === 'EPIPE')
      )
        throw new ConnectionCut(error.message, { cause: error });
      throw error;
    }
  };
  return { getClientName: () => client.getClientName(), makeRequest };
}

type StripeHttpClient = ReturnType<typeof Stripe.createNodeHttpClient>;
