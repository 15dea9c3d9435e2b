import { Agent, request } from 'undici';
import type { Cause } from '../messaging/event.ts';
import { causeHeaders } from './cause.ts';

/** The other service gave no usable answer: it is down, too slow, or broken. What it did is not known. */
export class ServiceUnavailable extends Error {
  override readonly name = 'ServiceUnavailable';
}

export type ServiceClientOptions = {
  /** Base URL of the other service. */
  readonly url: string;
  /** Token that proves which service asks. */
  readonly token: string;
  /** How long one call may take, in milliseconds. */
  readonly timeoutMs: number;
};

export type ServiceClient = {
  /** Runs an operation and returns its data. Throws `ServiceUnavailable` when there is none. */
  call(query: string, variables: Readonly<Record<string, unknown>>, cause: Cause): Promise<unknown>;
  close(): Promise<void>;
};

/** Calls another subgraph's internal fields, synchronously, over kept-alive connections. */
export function createServiceClient({ url, token, timeoutMs }: ServiceClientOptions): ServiceClient {
  const agent = new Agent({ connections: 128, connect: { timeout: timeoutMs } });
  const endpoint = new URL('/graphql', url);

  return {
    async call(query, variables, cause) {
      const result = await post(JSON.stringify({ query, variables }), cause);
      if (!isObject(result) || !isObject(result.data) || result.errors) {
        throw new ServiceUnavailable(`${endpoint.host} answered ${JSON.stringify(result).slice(0, 500)}`);
      }
      return result.data;
    },
    close: () => agent.close(),
  };

  async function post(body: string, cause: Cause): Promise<unknown> {
    try {
      const response = await request(endpoint, {
        method: 'POST',
        dispatcher: agent,
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${token}`,
          ...causeHeaders(cause),
        },
        body,
        signal: AbortSignal.timeout(timeoutMs),
      });
      return await response.body.json();
    } catch (error) {
      throw new ServiceUnavailable(`${endpoint.host} does not answer`, { cause: error });
    }
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
