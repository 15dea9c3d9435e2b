import type { LauncherClient } from '../launcher/client.ts';
import { ROUTER, SERVICES } from '../launcher/services.ts';
import type { StatusRow } from '../launcher/status-table.ts';
import { getText } from '../process/probe.ts';
import { parseExposition, type Sample, sumOf } from './exposition.ts';

/** What one process shows; undefined where it does not tell. */
export type ProcessState = {
  readonly name: string;
  readonly state: string;
  /** Events that were not handled yet. */
  readonly lag: number | undefined;
  /** Events that were not published yet. */
  readonly outbox: number | undefined;
  readonly deadLetters: number | undefined;
  /** How busy its event loop is, from 0 to 1. */
  readonly busy: number | undefined;
};

/** The state of an instance at one time. */
export type Snapshot = {
  /** RFC 3339. */
  readonly at: string;
  readonly processes: readonly ProcessState[];
  /** The bookings under way: the sagas in flight. */
  readonly bookings: Readonly<Record<'requested' | 'paid' | 'overdue', number | undefined>>;
  readonly live: Readonly<Record<'connections' | 'subscriptions', number | undefined>>;
};

const MAINS: ReadonlySet<string> = new Set([ROUTER, ...SERVICES].map(({ main }) => main));

/** Reads the health and the metrics of a running instance. What does not answer is left out. */
export async function takeSnapshot(launcher: LauncherClient | undefined): Promise<Snapshot> {
  const rows = launcher === undefined ? [] : (await launcher.status()).rows;
  const read = await Promise.all(rows.map(async (row) => [row, await samplesOf(row)] as const));
  const routers = read.flatMap(([{ origin }, samples]) => (origin === ROUTER.main ? samples : []));
  // A gauge by label has no value before its first.
  const live = (name: string) => sumOf(routers, name) ?? (routers.length > 0 ? 0 : undefined);
  // Several processes of a service show what they share.
  const ofBooking = read.find(([, samples]) => sumOf(samples, 'booking_pending_bookings') !== undefined)?.[1];
  const pending = (status: string) => sumOf(ofBooking ?? [], 'booking_pending_bookings', { status });
  return {
    at: new Date().toISOString(),
    processes: read.map(([row, samples]) => processState(row, samples)),
    bookings: {
      requested: pending('REQUESTED'),
      paid: pending('PAID'),
      overdue: sumOf(ofBooking ?? [], 'booking_overdue_bookings'),
    },
    live: {
      connections: live('router_live_connections'),
      subscriptions: live('router_live_subscriptions'),
    },
  };
}

/** The metrics of a process; none of one that has none or does not answer. */
async function samplesOf({ address, metrics, origin, pid }: StatusRow): Promise<readonly Sample[]> {
  if (pid === undefined || !MAINS.has(origin)) return [];
  const answer = await getText(metrics ?? `${address}/metrics`);
  return answer?.status === 200 ? parseExposition(answer.text) : [];
}

function processState({ name, state }: StatusRow, samples: readonly Sample[]): ProcessState {
  const waiting = sumOf(samples, 'service_consumer_waiting_events');
  const inFlight = sumOf(samples, 'service_consumer_in_flight_events') ?? 0;
  return {
    name,
    state,
    lag: waiting === undefined ? undefined : waiting + inFlight,
    outbox: sumOf(samples, 'service_outbox_events'),
    deadLetters: sumOf(samples, 'service_dead_letters'),
    busy: sumOf(samples, 'nodejs_eventloop_utilization_ratio'),
  };
}
