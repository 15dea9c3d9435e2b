import Stripe from 'stripe';
import { errorCode, errorMessage } from '../../../platform/errors.ts';
import { inSpan, type SpanOptions } from '../../../platform/telemetry/tracing.ts';
import { createStripeHttpClient, type StripeHttpClient } from './stripe-http-client.ts';

export type StripeSettings = {
  readonly apiKey: string;
  /** The URL of the API; undefined for Stripe's own. */
  readonly apiBase?: string | undefined;
  readonly webhookSecret: string;
  /** Where the provider sends customers who had to act there, such as to say yes to their bank. */
  readonly returnUrl?: string | undefined;
};

const DEFAULT_BASE = 'https://api.stripe.com';
/** The version of the API that the adapter implements. */
const API_VERSION = '2026-10-28.endive';

/**
 * Creates a client of the official SDK with kept-alive connections. It does not retry by itself.
 *
 * @param timeoutMs how long a connection may be silent during a request, in milliseconds
 */
export function createStripeClient({
  apiKey,
  apiBase,
  timeoutMs,
}: Omit<StripeSettings, 'returnUrl'> & { readonly timeoutMs: number }): {
  readonly stripe: Stripe;
  close(): void;
} {
  const base = new URL(apiBase || DEFAULT_BASE);
  const isPlain = base.protocol === 'http:';
  const { client, close } = createStripeHttpClient(base.origin, { timeoutMs });
  const stripe = new Stripe(apiKey, {
    apiVersion: API_VERSION,
    maxNetworkRetries: 0,
    timeout: timeoutMs,
    telemetry: false,
    httpClient: traced(sendingOnce(client)),
    host: base.hostname,
    port: base.port || (isPlain ? 80 : 443),
    protocol: isPlain ? 'http' : 'https',
  });
  return { stripe, close };
}

/** The connection was cut during a request, which the provider may have processed. */
class ConnectionCut extends Error {
  override readonly name = 'ConnectionCut';
  readonly code = 'ECONNCUT';
}

/**
 * The SDK repeats a request whose connection was cut, regardless of its settings, and then reports only the
 * second failure. A refused connection would then count as "not processed", although the first request may
 * have been. The SDK repeats for the codes ECONNRESET and EPIPE only, so they are replaced here.
 */
function sendingOnce(client: StripeHttpClient): StripeHttpClient {
  const makeRequest: StripeHttpClient['makeRequest'] = async (...request) => {
    try {
      return await client.makeRequest(...request);
    } catch (error) {
      const code = errorCode(error);
      if (code === 'ECONNRESET' || code === 'EPIPE')
        throw new ConnectionCut(errorMessage(error), { cause: error });
      throw error;
    }
  };
  return { getClientName: () => client.getClientName(), makeRequest };
}

/** Gives each request a span. The provider is not told of the trace. */
function traced(client: StripeHttpClient): StripeHttpClient {
  return {
    getClientName: () => client.getClientName(),
    makeRequest: (...request) =>
      inSpan(
        () => requestSpan(request),
        async (span) => {
          const response = await client.makeRequest(...request);
          const status = response.getStatusCode();
          span.set({ 'http.response.status_code': status });
          if (status >= CLIENT_ERROR) span.fail(String(status));
          return response;
        },
      ),
  };
}

const CLIENT_ERROR = 400;
/** The place of the id in the parts of a path. */
const ID_AT = 3;

function requestSpan([host, , path, method]: Parameters<StripeHttpClient['makeRequest']>): SpanOptions {
  // `/v1/<resource>/<id>/<action>`
  const [pathname = ''] = path.split('?');
  const template = pathname
    .split('/')
    .map((part, index) => (index === ID_AT ? '{id}' : part))
    .join('/');
  return {
    name: `${method} ${template}`,
    kind: 'client',
    attributes: { 'http.request.method': method, 'url.template': template, 'server.address': host },
  };
}
