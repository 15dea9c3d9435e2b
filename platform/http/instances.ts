import type { Dispatcher } from 'undici';
import Pool from 'undici/lib/dispatcher/pool.js';
import { errorCode } from '../errors.ts';
import type { ResponseBudget } from './response-budget.ts';

/** The instances of one service, as its callers use them. */
export type Instances = {
  /**
   * Posts a JSON body to one of the instances, and to another one if the first cannot have processed it.
   * Rejects with `ResponseTimeout` after the time limit, and with the last connection error when no instance
   * answered.
   */
  post(request: ServiceRequest): Promise<ServiceResponse>;
  /** Waits for calls in flight and closes the connections. */
  close(): Promise<void>;
};

export type ServiceRequest = {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The time limit of all attempts together, in milliseconds. */
  readonly timeoutMs: number;
  /** Whether the request may be repeated although an instance may have processed it. */
  readonly isIdempotent: boolean;
  /** Aborts the request. */
  readonly signal?: AbortSignal | undefined;
  /** The highest number of bytes of a response. A larger one is aborted with `ResponseTooLarge`. */
  readonly maxResponseBytes?: number | undefined;
  /** What the response and those to other requests may have together. */
  readonly budget?: ResponseBudget | undefined;
};

export type ServiceResponse = { readonly status: number; readonly body: string };

/** No response arrived within the time limit. Whether the service processed the request is unknown. */
export class ResponseTimeout extends Error {
  override readonly name = 'ResponseTimeout';
}

/** The response exceeds its size limit. */
export class ResponseTooLarge extends Error {
  override readonly name = 'ResponseTooLarge';
}

/** Error codes after which the request cannot have reached the service. */
const NEVER_SENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
/**
 * Error codes of connections that broke before the response. Whether the service processed the request is
 * unknown.
 */
const BROKEN: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

/** The default number of connections to an instance. */
const CONNECTIONS = 512;
/** The time limit of connecting; another instance is tried then. */
const CONNECT_LIMIT_MS = 1_000;
/** How long an instance that failed or is draining is used only if there is no other. */
const AVOID_MS = 1_000;
/**
 * A connection is closed this long before the server would close it, so that no request meets the closing.
 */
const KEEP_ALIVE_MARGIN_MS = 1_000;
/** A service with one instance gets two attempts. */
const MIN_ATTEMPTS = 2;

type Instance = {
  readonly pool: Pool;
  readonly path: string;
  inFlight: number;
  /** On the clock of `performance.now()`. */
  avoidUntil: number;
};

/**
 * Balances calls over the instances of a service by the least number of calls in flight, round robin among
 * equals. Connections are kept alive.
 *
 * @param urls the complete URL of each instance, with path and query
 * @param connections the highest number of connections to an instance; not below the caller's own limit of
 *   concurrent calls, so that no call waits for a connection
 */
export function createInstances(urls: readonly string[], connections = CONNECTIONS): Instances {
  const instances = urls.map((url) => openInstance(url, connections));
  let turn = 0;

  /** The best instance that was not tried yet; undefined when all were. */
  function pick(tried: ReadonlySet<Instance>): Instance | undefined {
    if (instances.length === 1 && tried.size === 0) return instances[0];
    const now = performance.now();
    turn = (turn + 1) % instances.length;
    const untried = [...instances.slice(turn), ...instances.slice(0, turn)].filter((one) => !tried.has(one));
    const [best] = untried.toSorted(
      (a, b) => Math.max(a.avoidUntil, now) - Math.max(b.avoidUntil, now) || a.inFlight - b.inFlight,
    );
    return best;
  }

  return {
    async post(request) {
      const pending = new PendingRequest(request);
      try {
        let tried = NONE;
        for (let left = Math.max(MIN_ATTEMPTS, instances.length); ; left -= 1) {
          const instance = pick(tried) ?? pick(NONE);
          if (!instance) throw new Error('The service has no address');
          try {
            return await pending.send(instance);
          } catch (error) {
            if (pending.isTimedOut)
              throw new ResponseTimeout(`no answer within ${request.timeoutMs} ms`, { cause: error });
            if (pending.isAborted) throw error;
            avoid(instance);
            const code = errorCode(error) ?? '';
            const mayRepeat = NEVER_SENT.has(code) || (BROKEN.has(code) && request.isIdempotent);
            if (!mayRepeat || left === 1) throw error;
            tried = new Set([...tried, instance]);
          }
        }
      } finally {
        pending.close();
      }
    },
    async close() {
      await Promise.all(instances.map(({ pool }) => pool.close()));
    },
  };
}

/**
 * A request with its time limit and its abort signal. A class, because one is created for each request and
 * closures cost more.
 */
class PendingRequest {
  private readonly request: ServiceRequest;
  isTimedOut = false;
  isAborted = false;
  private handler: ResponseHandler | undefined;
  private readonly timer: NodeJS.Timeout;
  /** Aborts it when its time is over. */
  verdict: NodeJS.Immediate | undefined;
  private readonly onAbort: (() => void) | undefined;

  constructor(request: ServiceRequest) {
    this.request = request;
    this.timer = setTimeout(timeOut, request.timeoutMs, this);
    if (request.signal) {
      this.onAbort = () => this.abort(request.signal?.reason);
      request.signal.addEventListener('abort', this.onAbort);
    }
    request.budget?.enter(this);
  }

  send(instance: Instance): Promise<ServiceResponse> {
    const { body, headers, maxResponseBytes, signal, budget } = this.request;
    return new Promise((resolve, reject) => {
      if (signal?.aborted || budget?.reason) {
        this.isAborted = true;
        reject(signal?.aborted ? signal.reason : budget?.reason);
        return;
      }
      this.handler = new ResponseHandler(
        instance,
        maxResponseBytes ?? Number.POSITIVE_INFINITY,
        budget,
        resolve,
        reject,
      );
      instance.inFlight += 1;
      instance.pool.dispatch({ path: instance.path, method: 'POST', headers, body }, this.handler);
    });
  }

  abort(reason: unknown): void {
    this.isAborted = true;
    this.handler?.abort(reason instanceof Error ? reason : new Error(String(reason)));
  }

  close(): void {
    clearTimeout(this.timer);
    clearImmediate(this.verdict);
    if (this.onAbort) this.request.signal?.removeEventListener('abort', this.onAbort);
    this.request.budget?.leave(this);
  }
}

/**
 * Aborts a request unless its response has arrived: a process that was paused runs its timers before it reads
 * what came meanwhile.
 */
function timeOut(pending: PendingRequest): void {
  pending.verdict = setImmediate(abortTimedOut, pending);
}

function abortTimedOut(pending: PendingRequest): void {
  pending.isTimedOut = true;
  pending.abort(new Error('timed out'));
}

/** One request and its response on one connection. */
class ResponseHandler implements Dispatcher.DispatchHandler {
  private readonly instance: Instance;
  private readonly maxResponseBytes: number;
  private readonly budget: ResponseBudget | undefined;
  private readonly resolve: (response: ServiceResponse) => void;
  private readonly reject: (error: Error) => void;
  private controller: Dispatcher.DispatchController | undefined;
  private abortReason: Error | undefined;
  private isOver = false;
  private status = 0;
  private bytes = 0;
  private readonly chunks: Buffer[] = [];

  constructor(
    instance: Instance,
    maxResponseBytes: number,
    budget: ResponseBudget | undefined,
    resolve: (response: ServiceResponse) => void,
    reject: (error: Error) => void,
  ) {
    this.instance = instance;
    this.maxResponseBytes = maxResponseBytes;
    this.budget = budget;
    this.resolve = resolve;
    this.reject = reject;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.abortReason) controller.abort(this.abortReason);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    this.status = status;
    // Instances keep connections alive unless they are draining.
    if (headers.connection === 'close') avoid(this.instance);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.bytes += chunk.length;
    this.budget?.take(chunk.length);
    if (this.isOver) return;
    if (this.bytes > this.maxResponseBytes)
      this.abort(new ResponseTooLarge(`more than ${this.maxResponseBytes} bytes`));
    else this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.end();
    const [first] = this.chunks;
    const body = this.chunks.length === 1 && first ? first : Buffer.concat(this.chunks);
    this.resolve({ status: this.status, body: body.toString('utf8') });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.end();
    this.reject(error);
  }

  /** Rejects at once. A request that still waits for a connection is aborted when it gets one. */
  abort(reason: Error): void {
    this.abortReason = reason;
    this.end();
    this.reject(reason);
    this.controller?.abort(reason);
  }

  private end(): void {
    if (!this.isOver) this.instance.inFlight -= 1;
    this.isOver = true;
  }
}

const NONE: ReadonlySet<Instance> = new Set();

/** Whether the service accepted the connection and closed it without a response. */
export function isBrokenConnection(error: unknown): boolean {
  return BROKEN.has(errorCode(error) ?? '');
}

function avoid(instance: Instance): void {
  instance.avoidUntil = performance.now() + AVOID_MS;
}

function openInstance(url: string, connections: number): Instance {
  const { origin, pathname, search } = new URL(url);
  const pool = new Pool(origin, {
    connections,
    connect: { timeout: CONNECT_LIMIT_MS },
    keepAliveTimeoutThreshold: KEEP_ALIVE_MARGIN_MS,
    // Each request has its own time limit; the pool's would repeat it, rounded to seconds.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return { pool, path: pathname + search, inFlight: 0, avoidUntil: 0 };
}
