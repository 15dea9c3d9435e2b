import { HOUR_MS } from '../../platform/config/duration.ts';
import type { RegisterCourseInput, RegisterRoomInput } from '../documents.generated.ts';

export type SeedRoom = { readonly key: string; readonly host: string; readonly input: RegisterRoomInput };

/** A booking of the plan. Its key names the room, the day and the hour, so that it is made only once. */
export type SeedBooking = {
  readonly key: string;
  readonly room: SeedRoom;
  readonly customer: string;
  readonly slot: { readonly start: string; readonly end: string };
};

const SEOUL = { location: 'Seoul · Floor 12', timeZone: 'Asia/Seoul' };
const LISBON = { location: 'Lisbon · Rua Augusta 100', timeZone: 'Europe/Lisbon' };
const won = (amount: number) => ({ amount, currency: 'KRW' });
const cents = (amount: number) => ({ amount, currency: 'EUR' });

function room(key: string, host: string, input: Omit<RegisterRoomInput, 'idempotencyKey'>): SeedRoom {
  return { key, host, input: { ...input, idempotencyKey: `seed-room-${key}` } };
}

/** The rooms: three of henry in Seoul, three of hana in Lisbon. */
export const ROOMS: readonly SeedRoom[] = [
  room('namsan', 'henry', {
    ...SEOUL,
    name: 'Namsan',
    description: 'Boardroom with a view of the tower',
    capacity: 12,
    hourlyRate: won(40_000),
    supplies: [
      { name: 'Screen', quantity: 2 },
      { name: 'Whiteboard', quantity: 1 },
    ],
  }),
  room('bukchon', 'henry', {
    ...SEOUL,
    name: 'Bukchon',
    description: 'Quiet room for a small team',
    capacity: 6,
    hourlyRate: won(25_000),
    supplies: [{ name: 'Whiteboard', quantity: 2 }],
  }),
  room('hangang', 'henry', {
    ...SEOUL,
    name: 'Hangang',
    capacity: 2,
    hourlyRate: won(9_000),
    supplies: [{ name: 'Headset', quantity: 2 }],
  }),
  room('tejo', 'hana', {
    ...LISBON,
    name: 'Tejo',
    description: 'For workshops: movable tables',
    capacity: 20,
    hourlyRate: cents(6_500),
    supplies: [
      { name: 'Projector', quantity: 2 },
      { name: 'Marker', quantity: 20 },
    ],
  }),
  room('alfama', 'hana', {
    ...LISBON,
    name: 'Alfama',
    capacity: 8,
    hourlyRate: cents(3_000),
    supplies: [{ name: 'Screen', quantity: 1 }],
  }),
  room('belem', 'hana', {
    ...LISBON,
    name: 'Belém',
    capacity: 4,
    hourlyRate: cents(1_800),
    supplies: [{ name: 'Flip chart', quantity: 1 }],
  }),
];

/** A course of a host, with the opinions of customers. */
export type SeedCourse = {
  readonly host: string;
  readonly input: Omit<RegisterCourseInput, 'stops'> & {
    /** A stop at a seeded room has the key of the room. */
    readonly stops: readonly { readonly name: string; readonly note?: string; readonly room?: string }[];
  };
  readonly likedBy: readonly string[];
  readonly bookmarkedBy: readonly string[];
  readonly reviews: readonly { readonly by: string; readonly rating: number; readonly text: string }[];
};

export const COURSES: readonly SeedCourse[] = [
  {
    host: 'henry',
    input: {
      title: 'A day at the Han River',
      description: 'A meeting in the morning, and what makes up for it',
      stops: [
        { name: 'Namsan', note: 'Meet at nine', room: 'namsan' },
        { name: 'Noodles at Mangwon Market' },
        { name: 'Hangang', note: 'Calls, if there have to be any', room: 'hangang' },
      ],
      idempotencyKey: 'seed-course-han-river',
    },
    likedBy: ['alice', 'bob', 'dave'],
    bookmarkedBy: ['alice'],
    reviews: [
      { by: 'alice', rating: 5, text: 'The noodles alone are worth it.' },
      { by: 'bob', rating: 4, text: 'Take the ferry back.' },
    ],
  },
  {
    host: 'hana',
    input: {
      title: 'Lisbon between two workshops',
      stops: [{ name: 'Tejo', room: 'tejo' }, { name: 'Tram 28' }, { name: 'Alfama', room: 'alfama' }],
      idempotencyKey: 'seed-course-lisbon',
    },
    likedBy: ['carol'],
    bookmarkedBy: ['erin'],
    reviews: [{ by: 'carol', rating: 4, text: 'Steep, but short.' }],
  },
];

const CUSTOMERS = ['alice', 'bob', 'carol', 'dave', 'erin'];
/** When bookings begin and how long they are, in the local hours of the room. */
const HOURS = [
  { hour: 9, length: 1 },
  { hour: 10, length: 2 },
  { hour: 13, length: 1 },
  { hour: 14, length: 2 },
  { hour: 16, length: 1 },
];
const DAYS = 7;
const DAY_MS = 24 * HOUR_MS;

/**
 * The bookings of the seven days that follow the current day of each room's time zone: on working days, at
 * working hours. A day has the same bookings whenever the plan is made.
 */
export function planBookings(now: Date): readonly SeedBooking[] {
  return ROOMS.flatMap((each, roomIndex) => {
    const today = Date.parse(`${localTime(now, each.input.timeZone).slice(0, 10)}T00:00:00Z`);
    return Array.from({ length: DAYS }, (_, ahead) => today + (ahead + 1) * DAY_MS)
      .filter((day) => ![0, 6].includes(new Date(day).getUTCDay()))
      .flatMap((day) => bookingsOf(each, roomIndex, day));
  });
}

/** @param day midnight of the day, as if the room's time zone were UTC */
function bookingsOf(room: SeedRoom, roomIndex: number, day: number): readonly SeedBooking[] {
  const number = day / DAY_MS;
  return HOURS.flatMap(({ hour, length }, index) => {
    // Two or three of the five are taken, others on each day and in each room.
    if ((number + roomIndex + index * 2) % 5 > 2 - ((number + roomIndex) % 2)) return [];
    const start = instantOf(day + hour * HOUR_MS, room.input.timeZone);
    const date = new Date(day).toISOString().slice(0, 10);
    return {
      key: `seed-booking-${room.key}-${date}-${hour}`,
      room,
      customer: CUSTOMERS[(number + roomIndex * 2 + index) % CUSTOMERS.length] ?? 'alice',
      slot: {
        start: new Date(start).toISOString(),
        end: new Date(start + length * HOUR_MS).toISOString(),
      },
    };
  });
}

/** The instant at which clocks of the time zone show the given time, written as if it were UTC. */
function instantOf(shown: number, timeZone: string): number {
  const offset = (at: number) => Date.parse(`${localTime(new Date(at), timeZone)}Z`) - at;
  const guess = shown - offset(shown);
  return shown - offset(guess);
}

/** The date and the time that clocks show, such as 2030-05-01T09:00:00. */
function localTime(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
    .format(at)
    .replace(' ', 'T');
}
