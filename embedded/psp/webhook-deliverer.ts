import { createHmac } from 'node:crypto';
import { Agent, request } from 'undici';
import { errorMessage } from '../../platform/errors.ts';
import { renderEvent } from './api/render.ts';
import type { Counters } from './counters.ts';
import type { Chance } from './settings/chance.ts';
import type { Delivery } from './store/deliveries.ts';
import type { Store } from './store/store.ts';

/** Sends webhooks until their receiver accepts them. */
export type Deliverer = {
  /** Call it when deliveries were added or made due. */
  readonly wake: () => void;
  /**
   * Stops sending and waits up to 1 s for requests in flight. What was not accepted is sent at the next
   * start.
   */
  readonly stop: () => Promise<void>;
};

/**
 * The dependencies of the deliverer. `onFault` receives the error of a failed write, after which the process
 * should end.
 */
export type DelivererDeps = {
  readonly store: Store;
  readonly url: string;
  readonly secret: string;
  readonly chance: Chance;
  readonly counters: Counters;
  /** Called when the receiver stops accepting events (with the reason), and when it accepts them again. */
  readonly onReceiver: (news: { readonly isTaking: boolean; readonly why: string | undefined }) => void;
  readonly onFault: (fault: unknown) => void;
  readonly now: () => number;
};

const AT_ONCE = 16;
const TIMEOUT_MS = 10_000;
/**
 * A connection is closed this long before the receiver would close it; the default keeps none of those that
 * last 2 s.
 */
const KEEP_ALIVE_MARGIN_MS = 1_000;
const FIRST_RETRY_MS = 200;
const LONGEST_RETRY_MS = 10_000;
const LAST_WAIT_MS = 1000;
const LONGEST_SLEEP_MS = 60_000;
const CLEAR_MS = 100;

/**
 * Starts with what an earlier process left unsent. A response other than 2xx, or none within 10 s, is retried
 * after 0.2 s, 0.4 s, … 10 s without end: no event is lost, and one whose delivery crashes midway arrives
 * twice.
 */
export function startDeliverer(deps: DelivererDeps): Deliverer {
  const { store, url, secret, chance, counters, onReceiver, onFault, now } = deps;
  const agent = new Agent({
    connections: AT_ONCE,
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
    keepAliveTimeoutThreshold: KEEP_ALIVE_MARGIN_MS,
  });
  const underway = new Map<number, Promise<void>>();
  /**
   * Accepted by the receiver and still in the table. They are deleted together, because each write waits for
   * the disk.
   */
  const taken = new Set<number>();
  let timer: NodeJS.Timeout | undefined;
  let clearing: NodeJS.Timeout | undefined;
  let isWoken = false;
  let isStopped = false;
  let isTaking = true;

  function pump(): void {
    clearTimeout(timer);
    if (isStopped || underway.size >= AT_ONCE) return;
    // Those in flight and those accepted are still in the table, so the query asks for more than can be
    // started.
    for (const delivery of store.deliveries.due(now(), AT_ONCE + underway.size + taken.size)) {
      if (underway.size >= AT_ONCE) return;
      if (!underway.has(delivery.seq) && !taken.has(delivery.seq)) start(delivery);
    }
    if (underway.size > 0 || taken.size > 0) return;
    const due = store.deliveries.nextDue();
    if (due !== undefined) timer = setTimeout(pump, Math.min(Math.max(due - now(), 1), LONGEST_SLEEP_MS));
  }

  function start(delivery: Delivery): void {
    const sending = deliver(delivery)
      .catch(onFault)
      .finally(() => {
        underway.delete(delivery.seq);
        wake();
      });
    underway.set(delivery.seq, sending);
  }

  async function deliver({ seq, event: id, attempts }: Delivery): Promise<void> {
    // What is written in the same turn is read before it is on disk. A full disk undoes it, and nobody may
    // have been told.
    const isKept = await store.settled().then(
      () => true,
      () => false,
    );
    if (!isKept) return;
    const event = store.events.get(id);
    if (event === undefined) throw new Error(`webhook ${seq} is about an unknown event ${id}`);
    const why = await post(JSON.stringify(renderEvent(event)));
    if (isStopped && why !== undefined) return;
    if (isTaking !== (why === undefined)) {
      isTaking = why === undefined;
      onReceiver({ isTaking, why });
    }
    if (why === undefined) {
      counters.add('webhooksDelivered');
      taken.add(seq);
      clearing ??= setTimeout(() => void clear().catch(onFault), CLEAR_MS);
      return;
    }
    counters.add('webhooksRefused');
    const ceiling = Math.min(FIRST_RETRY_MS * 2 ** Math.min(attempts, 10), LONGEST_RETRY_MS);
    const wait = chance.within('webhook-backoff', { from: Math.floor(ceiling / 2), to: ceiling });
    await store.write(() => store.deliveries.postponed(seq, now() + wait));
  }

  /** Deletes what the receiver has accepted. */
  async function clear(): Promise<void> {
    clearTimeout(clearing);
    clearing = undefined;
    const batch = [...taken];
    if (batch.length === 0) return;
    await store.write(() => {
      for (const seq of batch) store.deliveries.delivered(seq);
    });
    for (const seq of batch) taken.delete(seq);
    wake();
  }

  /** Returns undefined if the receiver accepted the event, otherwise the reason. */
  async function post(body: string): Promise<string | undefined> {
    try {
      const response = await request(url, {
        method: 'POST',
        dispatcher: agent,
        body,
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'user-agent': 'Stripe/1.0 (simulator)',
          'stripe-signature': signatureHeader(secret, body, Math.floor(now() / 1000)),
        },
      });
      await response.body.dump();
      const isTaken = response.statusCode >= 200 && response.statusCode < 300;
      return isTaken ? undefined : `answered ${response.statusCode}`;
    } catch (fault) {
      return errorMessage(fault);
    }
  }

  function wake(): void {
    if (isWoken || isStopped) return;
    isWoken = true;
    setImmediate(() => {
      isWoken = false;
      pump();
    });
  }

  wake();
  return {
    wake,
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      const cut = setTimeout(() => void agent.destroy(), LAST_WAIT_MS);
      await Promise.allSettled(underway.values());
      await clear();
      clearTimeout(cut);
      await agent.destroy();
    },
  };
}

/**
 * The `Stripe-Signature` header: HMAC-SHA256 over `timestamp.body`, so that a receiver can refuse forged or
 * old events. `at` is seconds since 1970.
 */
function signatureHeader(secret: string, body: string, at: number): string {
  const digest = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex');
  return `t=${at},v1=${digest}`;
}
