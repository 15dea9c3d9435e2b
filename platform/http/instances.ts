import { Pool } from 'undici';

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
};

export type Answer = { readonly status: number; readonly body: string };

/** No answer came in time. What the service did is not known. */
export class TooLate extends Error {
  override readonly name = 'TooLate';
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

/** More than the callers' bulkheads let through: nobody waits here for a place unseen. */
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
 */
export function createInstances(urls: readonly string[]): Instances {
  const instances = urls.map(openInstance);
  let turn = 0;

  /** The best of those that were not tried yet; undefined when all were. */
  function pick(tried: ReadonlySet<Instance>): Instance | undefined {
    const now = performance.now();
    turn = (turn + 1) % instances.length;
    const inTurn = [...instances.slice(turn), ...instances.slice(0, turn)].filter((one) => !tried.has(one));
    const [best] = inTurn.toSorted(
      (a, b) => Math.max(a.asideUntil, now) - Math.max(b.asideUntil, now) || a.inFlight - b.inFlight,
    );
    return best;
  }

  async function send(instance: Instance, call: Call, signal: AbortSignal): Promise<Answer> {
    instance.inFlight += 1;
    try {
      const { pool, path } = instance;
      const { body, headers } = call;
      const response = await pool.request({ path, method: 'POST', headers, body, signal });
      // Connections are kept as a rule: one that is not belongs to an instance that is being stopped.
      if (response.headers.connection === 'close') setAside(instance);
      return { status: response.statusCode, body: await response.body.text() };
    } finally {
      instance.inFlight -= 1;
    }
  }

  return {
    async post(call) {
      const late = AbortSignal.timeout(call.limitMs);
      const signal = call.signal ? AbortSignal.any([late, call.signal]) : late;
      const tried = new Set<Instance>();
      for (let left = Math.max(FEWEST_TRIES, instances.length); ; left -= 1) {
        const instance = pick(tried) ?? pick(new Set());
        if (!instance) throw new Error('The service has no address');
        tried.add(instance);
        try {
          return await send(instance, call, signal);
        } catch (error) {
          if (!call.signal?.aborted) setAside(instance);
          if (late.aborted) throw new TooLate(`no answer within ${call.limitMs} ms`, { cause: error });
          const code = connectionFault(error) ?? '';
          const mayRepeat = NEVER_SENT.has(code) || (BROKEN.has(code) && call.isRepeatable);
          if (!mayRepeat || left === 1 || signal.aborted) throw error;
        }
      }
    },
    async close() {
      await Promise.all(instances.map(({ pool }) => pool.close()));
    },
  };
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

function openInstance(url: string): Instance {
  const { origin, pathname, search } = new URL(url);
  const pool = new Pool(origin, {
    connections: CONNECTIONS,
    connect: { timeout: CONNECT_LIMIT_MS },
    keepAliveTimeoutThreshold: KEEP_ALIVE_MARGIN_MS,
    // The time limit is each call's own signal; the pool's would only repeat it, rounded to seconds.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return { pool, path: pathname + search, inFlight: 0, asideUntil: 0 };
}
