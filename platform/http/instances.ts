import { type Dispatcher, Pool } from 'undici';

/** One service that runs once or several times, as its callers see it. */
export type Instances = {
  /**
   * Sends a JSON body to one of the instances, to another one when the first cannot have worked on it.
   * Rejects when no instance answered: with `TooLate` when the time was over, else with the last connection's error.
   */
  post(call: Call): Promise<Answer>;
  /** Lets calls in flight end and closes the connections. */
  close(): Promise<void>;
};

export type Call = {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** How long all tries together may take, in milliseconds. */
  readonly limitMs: number;
  /** Doing it twice does no harm: it may go to another instance also when it is not known whether the first worked on it. */
  readonly isRepeatable: boolean;
  /** Breaks the call off. */
  readonly signal?: AbortSignal | undefined;
  /** Bytes that an answer may have; a larger one is broken off with `TooLarge`. */
  readonly mostBytes?: number | undefined;
};

export type Answer = { readonly status: number; readonly body: string };

/** No answer came in time. What the service did is not known. */
export class TooLate extends Error {
  override readonly name = 'TooLate';
}

/** The answer has more bytes than were wanted. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/** Nothing of the request can have reached the service. */
const NEVER_SENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
/** The connection broke before the answer; whether the service worked on it is unknown. */
const BROKEN: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

/** For callers that do not say how many calls they let through. */
const CONNECTIONS = 512;
/** An instance that cannot be reached in this time is left for another one. */
const CONNECT_LIMIT_MS = 1_000;
/** How long an instance that failed or is leaving is asked only when there is no other. */
const ASIDE_MS = 1_000;
/** A connection is given up this long before the server would close it, so that no request meets the closing. */
const KEEP_ALIVE_MARGIN_MS = 1_000;
/** A service that runs once is tried twice. */
const FEWEST_TRIES = 2;

type Instance = {
  readonly pool: Pool;
  readonly path: string;
  inFlight: number;
  /** By `performance.now()`. */
  asideUntil: number;
};

/**
 * Spreads calls over the instances of a service: the least busy one first, in turn when they are equal. Connections
 * are kept.
 *
 * @param urls the whole address of each instance, path and query too
 * @param connections how many each instance may get: as many as the caller's bulkhead lets calls through, so that none
 *   waits here for a place unseen
 */
export function createInstances(urls: readonly string[], connections = CONNECTIONS): Instances {
  const instances = urls.map((url) => openInstance(url, connections));
  let turn = 0;

  /** The best of those that were not tried yet; undefined when all were. */
  function pick(tried: ReadonlySet<Instance>): Instance | undefined {
    if (instances.length === 1 && tried.size === 0) return instances[0];
    const now = performance.now();
    turn = (turn + 1) % instances.length;
    const inTurn = [...instances.slice(turn), ...instances.slice(0, turn)].filter((one) => !tried.has(one));
    const [best] = inTurn.toSorted(
      (a, b) => Math.max(a.asideUntil, now) - Math.max(b.asideUntil, now) || a.inFlight - b.inFlight,
    );
    return best;
  }

  return {
    async post(call) {
      const attempt = new Attempt(call);
      try {
        let tried = NONE;
        for (let left = Math.max(FEWEST_TRIES, instances.length); ; left -= 1) {
          const instance = pick(tried) ?? pick(NONE);
          if (!instance) throw new Error('The service has no address');
          try {
            return await attempt.send(instance);
          } catch (error) {
            if (attempt.ended) throw attempt.isLate ? tooLate(call, error) : error;
            setAside(instance);
            const code = connectionFault(error) ?? '';
            const mayRepeat = NEVER_SENT.has(code) || (BROKEN.has(code) && call.isRepeatable);
            if (!mayRepeat || left === 1) throw error;
            tried = new Set([...tried, instance]);
          }
        }
      } finally {
        attempt.close();
      }
    },
    async close() {
      await Promise.all(instances.map(({ pool }) => pool.close()));
    },
  };
}

/** A call and what may break it off: its time and its caller. Made for little work, since there is one for each request. */
class Attempt {
  readonly call: Call;
  isLate = false;
  /** Whether it was broken off. */
  ended = false;
  private exchange: Exchange | undefined;
  private readonly timer: NodeJS.Timeout;
  private readonly onAbort: (() => void) | undefined;

  constructor(call: Call) {
    this.call = call;
    this.timer = setTimeout(breakOffLate, call.limitMs, this);
    if (call.signal) {
      this.onAbort = () => this.breakOff(call.signal?.reason);
      call.signal.addEventListener('abort', this.onAbort);
    }
  }

  send(instance: Instance): Promise<Answer> {
    const { body, headers, mostBytes, signal } = this.call;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        this.ended = true;
        reject(signal.reason);
        return;
      }
      this.exchange = new Exchange(instance, mostBytes ?? Number.POSITIVE_INFINITY, resolve, reject);
      instance.inFlight += 1;
      instance.pool.dispatch({ path: instance.path, method: 'POST', headers, body }, this.exchange);
    });
  }

  breakOff(reason: unknown): void {
    this.ended = true;
    this.exchange?.abort(reason instanceof Error ? reason : new Error(String(reason)));
  }

  close(): void {
    clearTimeout(this.timer);
    if (this.onAbort) this.call.signal?.removeEventListener('abort', this.onAbort);
  }
}

function breakOffLate(attempt: Attempt): void {
  attempt.isLate = true;
  attempt.breakOff(new Error('too late'));
}

/** One request and its answer, on one connection. */
class Exchange implements Dispatcher.DispatchHandler {
  private readonly instance: Instance;
  private readonly mostBytes: number;
  private readonly resolve: (answer: Answer) => void;
  private readonly reject: (error: Error) => void;
  private controller: Dispatcher.DispatchController | undefined;
  private aborted: Error | undefined;
  private isOver = false;
  private status = 0;
  private bytes = 0;
  private readonly chunks: Buffer[] = [];

  constructor(
    instance: Instance,
    mostBytes: number,
    resolve: (answer: Answer) => void,
    reject: (error: Error) => void,
  ) {
    this.instance = instance;
    this.mostBytes = mostBytes;
    this.resolve = resolve;
    this.reject = reject;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.aborted) controller.abort(this.aborted);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    this.status = status;
    // Connections are kept as a rule: one that is not belongs to an instance that is being stopped.
    if (headers.connection === 'close') setAside(this.instance);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.bytes += chunk.length;
    if (this.bytes > this.mostBytes) this.abort(new TooLarge(`more than ${this.mostBytes} bytes`));
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

  /** One that waits for a connection is broken off when it gets one; its caller hears of it at once. */
  abort(reason: Error): void {
    this.aborted = reason;
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

function tooLate({ limitMs }: Call, cause: unknown): TooLate {
  return new TooLate(`no answer within ${limitMs} ms`, { cause });
}

/** The code of a failed connection, such as ECONNREFUSED; undefined for other errors. */
export function connectionFault(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** True when the service took the connection and closed it without an answer. */
export function isBroken(error: unknown): boolean {
  return BROKEN.has(connectionFault(error) ?? '');
}

function setAside(instance: Instance): void {
  instance.asideUntil = performance.now() + ASIDE_MS;
}

function openInstance(url: string, connections: number): Instance {
  const { origin, pathname, search } = new URL(url);
  const pool = new Pool(origin, {
    connections,
    connect: { timeout: CONNECT_LIMIT_MS },
    keepAliveTimeoutThreshold: KEEP_ALIVE_MARGIN_MS,
    // The time limit is each call's own signal; the pool's would only repeat it, rounded to seconds.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return { pool, path: pathname + search, inFlight: 0, asideUntil: 0 };
}
