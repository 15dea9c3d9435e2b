import { z } from 'zod';
import { addMilliseconds, type Instant } from '../../../platform/decisions/values.ts';
import type { StoredMessage, StreamPositions } from '../../../platform/messaging/jetstream/stream-erasure.ts';
import { customerErased } from '../../../schema/events/booking.ts';
import { messageSent } from '../../../schema/events/notification.ts';
import { reference } from '../../../schema/events/values.ts';
import type { Dependencies, Erasure } from './ports.ts';

/**
 * How far an erasure has come since its last event. A restarted process begins again, which does no harm, and
 * so does one of several when another one has published an event.
 */
type Progress = {
  readonly id: string;
  readonly version: number;
  /** The number of the pass, 1 for the first. */
  readonly pass: number;
  /** The ends of the streams when the event was published; undefined before. */
  readonly published?: StreamPositions | undefined;
  /** When every service had handled the event and all that came before it, and their ends at that moment. */
  readonly handled?: { readonly at: Instant; readonly ends: StreamPositions } | undefined;
  /** Up to where the streams are clean. */
  readonly clean: StreamPositions;
};

/** A customer who goes on using the product during the erasure does not keep it going for ever. */
const MOST_PASSES = 10;

/**
 * How long the first pass waits for what is told outside of the streams, in milliseconds: services gather the
 * contacts of those whom they see, and notification stores them (platform/subgraph/contact-reports.ts).
 * Another pass follows for it.
 */
const CONTACTS_ARRIVE_MS = 5_000;

/**
 * How the subjects of what customers are told begin, and those of the erasures themselves. The subjects of
 * their dead letters contain them.
 */
const TOLD = `${messageSent.context}.${messageSent.name}.`;
const ERASURES = `${customerErased.context}.${customerErased.name}.`;

/**
 * Returns the scheduled job that carries erasures out, one after the other. An erasure takes passes. In each,
 * its event is published; every service erases what it has; when all of them have handled all events up to
 * there, and then all that those may have caused, the messages about the customer are erased from the
 * streams. When there were some, another pass follows, for what may have been stored from them; after the
 * first one always, some seconds later, for contacts that were on their way. A service that is down is waited
 * for.
 *
 * The job returns 1 when an erasure has come further, otherwise 0.
 */
export function createCarryOutErasure({
  erasures,
  streams,
  clock,
}: Pick<Dependencies, 'erasures' | 'streams' | 'clock'>) {
  let progress: Progress | undefined;

  return async (): Promise<number> => {
    const erasure = await erasures.unfinished();
    if (!erasure) return 0;
    const { id, version } = erasure;
    if (progress?.id !== id || progress.version !== version)
      progress = { id, version, pass: 1, clean: new Map() };
    const { pass, published, handled, clean } = progress;

    if (!published) {
      if (await erasures.isWaiting(erasure)) return 0;
      progress = { ...progress, published: await streams.ends() };
      return 1;
    }
    if (!handled) {
      if (!(await streams.areHandled(published))) return 0;
      progress = { ...progress, handled: { at: clock(), ends: await streams.ends() } };
      return 1;
    }
    if (pass === 1 && clock() < addMilliseconds(handled.at, CONTACTS_ARRIVE_MS)) return 0;
    if (!(await streams.areHandled(handled.ends))) return 0;

    const isAbout = await aboutCustomer(erasure);
    const erased = await streams.erase(
      { after: clean, upTo: handled.ends },
      (message) => !message.subject.includes(ERASURES) && isAbout(message),
    );
    if (pass === 1 || (erased > 0 && pass < MOST_PASSES)) {
      const repeated = await erasures.repeat(erasure, clock());
      progress = repeated && { id, version: repeated.version, pass: pass + 1, clean: handled.ends };
      return 1;
    }
    await streams.eraseSubject(customerErased.context, `${ERASURES}${id}`);
    await erasures.finish(erasure, clock());
    progress = undefined;
    return 1;
  };

  /**
   * Whether a message names the customer, but in a booking that they made since then. What notification has
   * told them goes in any case, since it deletes all of a customer's messages in each pass.
   */
  async function aboutCustomer(erasure: Erasure): Promise<(message: StoredMessage) => boolean> {
    const name = JSON.stringify({ customer: { id: erasure.customerId } }).slice(1, -1);
    const bookings = await erasures.bookingsOf(erasure);
    return ({ subject, body }) => {
      if (!body.includes(name)) return false;
      if (subject.includes(TOLD)) return true;
      const bookingId = bookingIn(body);
      return bookingId === undefined || bookings.has(bookingId);
    };
  }
}

/** The parts of an event's data that name the booking which it is about. */
const ABOUT_BOOKING = z.object({
  booking: reference.nullish(),
  payment: z.object({ booking: reference }).optional(),
});

/** The id of the booking that an event is about; undefined for one that is about none. */
function bookingIn(body: string): string | undefined {
  const { data } = ABOUT_BOOKING.safeParse(parseJson(body));
  return data?.booking?.id ?? data?.payment?.booking.id;
}

/** Undefined for a text that is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
