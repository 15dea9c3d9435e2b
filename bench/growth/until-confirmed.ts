import { Pool } from 'undici';
import { openIssuer } from '../../embedded/issuer.ts';
import type { TestInstance } from '../../embedded/testing.ts';
import { HOUR_MS } from '../../platform/config/duration.ts';
import { hourFrom } from '../load.ts';
import { costsUntilConfirmed, requireConfirmed } from './confirmed.ts';
import type { Costs } from './costs.ts';
import { EVERY_MS, MARGIN_MS, type SeededRooms } from './seed.ts';
import { openBookings } from './stores.ts';

const CLIENTS = 8;
/** After all bookings of the rooms that have them in turns. */
const FREE_FROM_MS = 60 * 24 * HOUR_MS;

/** The rows of a booking in the room without bookings, and in that with half of all bookings ahead. */
export const EMPTY_ROOM = 'bookRoom until CONFIRMED, in an empty room';
export const BUSY_ROOM = 'bookRoom until CONFIRMED, in the room with half of all bookings ahead';

/** Measures the CPU time of a booking in all processes, in the two rooms in turns. */
export async function measureBookings(
  instance: TestInstance,
  { first, empty, begun }: SeededRooms,
): Promise<Costs> {
  const issuer = await openIssuer(instance.dataDir);
  const tokens = await Promise.all(
    Array.from({ length: CLIENTS }, (_, each) =>
      issuer.mint({ subject: `guest-${each}`, role: 'customer', expiresIn: 3_600 }),
    ),
  );
  const http = new Pool(instance.url, { connections: CLIENTS });
  const store = await openBookings(instance);
  try {
    const [ofEmpty = Number.NaN, ofBusy = Number.NaN] = await costsUntilConfirmed(
      { instance, http, store, tokens },
      [
        { roomId: empty, slot: (number) => hourFrom(begun + FREE_FROM_MS, number) },
        // Between those that are booked.
        {
          roomId: first,
          slot: (number) => hourFrom(begun + MARGIN_MS + HOUR_MS + number * EVERY_MS, 0),
        },
      ],
    );
    await requireConfirmed(store);
    return [
      [EMPTY_ROOM, ofEmpty],
      [BUSY_ROOM, ofBusy],
    ];
  } finally {
    await Promise.all([http.close(), store.end()]);
  }
}
