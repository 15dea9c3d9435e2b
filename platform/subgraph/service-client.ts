import type { Cause } from '../decisions/cause.ts';
import { createInstances } from '../http/index.ts';
import { isRecord } from '../type-guards.ts';
import { causeHeaders } from './cause.ts';

/** The other service gave no usable answer: it is down, too slow, or broken. What it did is not known. */
export class ServiceUnavailable extends Error {
  override readonly name = 'ServiceUnavailable';
}

export type ServiceClientOptions = {
  /** Addresses of the other service, one for each of its instances; only what names the server counts. */
  readonly urls: readonly string[];
  /** Token that proves which service asks. */
  readonly token: string;
  /** How long one call may take, all tries together, in milliseconds. */
  readonly timeoutMs: number;
  /** Calls that the caller lets through at one time, where it bounds them. */
  readonly inFlight?: number;
};

export type ServiceClient = {
  /**
   * Runs an operation and returns its data. Throws `ServiceUnavailable` when there is none. A query goes to another
   * instance when one does not answer, a mutation only when it cannot have arrived.
   */
  call(query: string, variables: Readonly<Record<string, unknown>>, cause: Cause): Promise<unknown>;
  close(): Promise<void>;
};

/** Calls another subgraph's internal fields, synchronously, over kept-alive connections. */
export function createServiceClient({
  urls,
  token,
  timeoutMs,
  inFlight,
}: ServiceClientOptions): ServiceClient {
  const addresses = urls.map((url) => new URL('/graphql', url).href);
  const instances = createInstances(addresses, inFlight);
  const name = urls.map((url) => new URL(url).host).join(', ');

  return {
    async call(query, variables, cause) {
      const result = await post(query, variables, cause);
      if (!isRecord(result) || !isRecord(result.data) || result.errors) {
        throw new ServiceUnavailable(`${name} answered ${JSON.stringify(result).slice(0, 500)}`);
      }
      return result.data;
    },
    close: () => instances.close(),
  };

  async function post(query: string, variables: object, cause: Cause): Promise<unknown> {
    try {
      const { body } = await instances.post({
        body: JSON.stringify({ query, variables }),
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${token}`,
          ...causeHeaders(cause),
        },
        limitMs: timeoutMs,
        isRepeatable: !/^\s*mutation\b/.test(query),
      });
      return JSON.parse(body);
    } catch (error) {
      throw new ServiceUnavailable(`${name} does not answer`, { cause: error });
    }
  }
}
