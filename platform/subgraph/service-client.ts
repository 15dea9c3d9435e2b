import type { Cause } from '../decisions/cause.ts';
import { createInstances } from '../http/instances.ts';
import { inSpan, type SpanOptions, traceHeaders } from '../telemetry/tracing.ts';
import { isRecord } from '../type-guards.ts';
import { causeHeaders } from './request-context.ts';

/** The other service gave no usable response: it is down, too slow, or broken. What it did is unknown. */
export class ServiceUnavailable extends Error {
  override readonly name = 'ServiceUnavailable';
}

/**
 * The other service works, and refuses the request for what is in it. This says nothing about its health: it
 * counts for no circuit breaker, and a repetition is refused again.
 */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused';
}

export type ServiceClientOptions = {
  /** The addresses of the other service's instances. Their paths are ignored. */
  readonly urls: readonly string[];
  /** The token that identifies the calling service. */
  readonly token: string;
  /** The time limit of a call including retries, in milliseconds. */
  readonly timeoutMs: number;
  /** The most concurrent calls, where the caller limits them. */
  readonly inFlight?: number;
};

export type ServiceClient = {
  /**
   * Executes an operation and returns its data. Throws `RequestRefused` when the service refuses the input,
   * and else `ServiceUnavailable` when there is none. A query is retried on another instance when one does
   * not respond, a mutation only when it cannot have arrived.
   */
  call(query: string, variables: Readonly<Record<string, unknown>>, cause: Cause): Promise<unknown>;
  close(): Promise<void>;
};

/** Calls the internal fields of another subgraph over persistent connections. */
export function createServiceClient({
  urls,
  token,
  timeoutMs,
  inFlight,
}: ServiceClientOptions): ServiceClient {
  const addresses = urls.map((url) => new URL('/graphql', url).href);
  const instances = createInstances(addresses, inFlight);
  const name = urls.map((url) => new URL(url).host).join(', ');
  const describe = (): SpanOptions => ({
    name: 'POST',
    kind: 'client',
    attributes: { 'http.request.method': 'POST', 'server.address': name },
  });

  return {
    async call(query, variables, cause) {
      const result = await post(query, variables, cause);
      if (!isRecord(result) || !isRecord(result.data) || result.errors) {
        const Refusal = isRecord(result) && isRefusal(result.errors) ? RequestRefused : ServiceUnavailable;
        throw new Refusal(`${name} responded with ${JSON.stringify(result).slice(0, 500)}`);
      }
      return result.data;
    },
    close: () => instances.close(),
  };

  async function post(query: string, variables: object, cause: Cause): Promise<unknown> {
    try {
      const { body } = await inSpan(describe, () =>
        instances.post({
          body: JSON.stringify({ query, variables }),
          headers: {
            'content-type': 'application/json',
            authorization: `Bearer ${token}`,
            ...causeHeaders(cause),
            ...traceHeaders(),
          },
          timeoutMs,
          isIdempotent: !/^\s*mutation\b/.test(query),
        }),
      );
      return JSON.parse(body);
    } catch (error) {
      throw new ServiceUnavailable(`${name} does not respond`, { cause: error });
    }
  }
}

/** The code of errors about the input. */
const INPUT = 'BAD_USER_INPUT';

function isRefusal(errors: unknown): boolean {
  return (
    Array.isArray(errors) &&
    errors.length > 0 &&
    errors.every((each) => isRecord(each) && isRecord(each.extensions) && each.extensions.code === INPUT)
  );
}
