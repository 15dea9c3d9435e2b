import Stripe from 'stripe';
import type { Dispatcher } from 'undici';
import Pool from 'undici/lib/dispatcher/pool.js';

export type StripeHttpClient = InstanceType<typeof Stripe.HttpClient>;
type Headers = ConstructorParameters<typeof Stripe.HttpClientResponse>[1];

/** A connection is kept this long without a request, unless the provider says that it closes it earlier. */
const KEEP_ALIVE_MS = 60_000;
/**
 * A connection is closed this long before the provider would close it, so that no request meets the closing.
 */
const KEEP_ALIVE_MARGIN_MS = 1_000;
/** Far more than the largest page of a list. */
const MAX_RESPONSE_BYTES = 16 * 2 ** 20;

/**
 * An HTTP client for the SDK on kept-alive connections of undici, which take half the CPU time of those of
 * Node.js. It never repeats a request. It rejects with the connection's error, also when the body breaks off.
 *
 * @param origin of the API, such as https://api.stripe.com
 * @param timeoutMs how long connecting may take, in milliseconds
 */
export function createStripeHttpClient(
  origin: string,
  { timeoutMs }: { readonly timeoutMs: number },
): { readonly client: StripeHttpClient; close(): void } {
  // The number of connections is that of the requests under way, which the resilience policy bounds.
  const pool = new Pool(origin, {
    connect: { timeout: timeoutMs },
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveTimeoutThreshold: KEEP_ALIVE_MARGIN_MS,
    maxResponseSize: MAX_RESPONSE_BYTES,
  });
  const client: StripeHttpClient = {
    getClientName: () => 'undici',
    makeRequest: (_host, _port, path, method, headers, body, _protocol, silenceMs) =>
      new Promise((resolve, reject) => {
        const request = {
          path,
          method: method as Dispatcher.HttpMethod,
          headers,
          body: body || null,
          headersTimeout: silenceMs,
          bodyTimeout: silenceMs,
        };
        pool.dispatch(request, new ResponseReader(resolve, reject));
      }),
  };
  return { client, close: () => void pool.destroy() };
}

/** Reads the whole response to one request. A class, because one is created for each request. */
class ResponseReader implements Dispatcher.DispatchHandler {
  private readonly resolve: (response: WholeResponse) => void;
  private readonly reject: (error: Error) => void;
  private status = 0;
  private headers: Headers = {};
  private readonly chunks: Buffer[] = [];

  constructor(resolve: (response: WholeResponse) => void, reject: (error: Error) => void) {
    this.resolve = resolve;
    this.reject = reject;
  }

  onRequestStart(): void {}

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    this.status = status;
    // A header that came has a value.
    this.headers = headers as Headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.resolve(new WholeResponse(this.status, this.headers, Buffer.concat(this.chunks).toString('utf8')));
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.reject(error);
  }
}

/** A response that has been read to its end. */
class WholeResponse extends Stripe.HttpClientResponse {
  private readonly body: string;

  constructor(status: number, headers: Headers, body: string) {
    super(status, headers);
    this.body = body;
  }

  /** What the SDK attaches the headers to. */
  override getRawResponse(): object {
    return {};
  }

  override async toJSON(): Promise<unknown> {
    return this._parseResponseBody(this.body);
  }
}
