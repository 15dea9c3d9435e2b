import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import Stripe from 'stripe';
import type { Env } from '../../../platform/config/env.ts';

export type StripeSettings = {
  readonly apiKey: string;
  /** Where the API is; undefined for Stripe itself. */
  readonly apiBase: string | undefined;
  readonly webhookSecret: string;
  /** How long one call may take, in milliseconds. */
  readonly timeoutMs: number;
};

/** The version of the API that the adapter was written against. */
const API_VERSION = '2026-10-28.endive';
const TIMEOUT_MS = 2_500;

/** Reads STRIPE_… and PROVIDER_TIMEOUT. The simulator has defaults for its secrets; Stripe's own must be given. */
export function readStripeSettings(env: Env): StripeSettings {
  const apiBase = env.optional('STRIPE_API_BASE') ? env.url('STRIPE_API_BASE') : undefined;
  return {
    apiBase,
    apiKey: env.string('STRIPE_API_KEY', apiBase ? 'sk_test_simulator' : undefined),
    webhookSecret: env.string('STRIPE_WEBHOOK_SECRET', apiBase ? 'whsec_simulator' : undefined),
    timeoutMs: env.duration('PROVIDER_TIMEOUT', TIMEOUT_MS),
  };
}

/** The official SDK, on kept-alive connections. It never tries again by itself: the rows of the payments say when to. */
export function createStripeClient({ apiKey, apiBase, timeoutMs }: StripeSettings): {
  readonly stripe: Stripe;
  close(): void;
} {
  const base = apiBase ? new URL(apiBase) : undefined;
  const isPlain = base?.protocol === 'http:';
  const httpAgent = isPlain ? new HttpAgent({ keepAlive: true }) : new HttpsAgent({ keepAlive: true });
  const stripe = new Stripe(apiKey, {
    apiVersion: API_VERSION,
    maxNetworkRetries: 0,
    timeout: timeoutMs,
    telemetry: false,
    httpAgent,
    ...(base
      ? {
          host: base.hostname,
          port: base.port || (isPlain ? 80 : 443),
          protocol: isPlain ? 'http' : 'https',
        }
      : {}),
  });
  return { stripe, close: () => httpAgent.destroy() };
}
