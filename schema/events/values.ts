import { z } from 'zod';

/**
 * RFC 3339 in UTC with milliseconds, as `Date.toISOString()` writes it: such texts sort like the instants.
 */
export const instant = z.iso.datetime();

/** A half-open interval [start, end). */
export const slot = z.object({ start: instant, end: instant });

/** An amount in minor units of an ISO 4217 currency. */
export const money = z.object({ amount: z.int(), currency: z.string().length(3) });

/** A reference to an aggregate of this or another context. */
export const reference = z.object({ id: z.uuid() });

/** The host of a room: the subject of the tokens. */
export const hostReference = z.object({ id: z.string() });

/** The customer of a booking or payment: the subject of the tokens. */
export const customerReference = z.object({ id: z.string() });
