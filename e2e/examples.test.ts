import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerPage } from '../embedded/psp/testing/authentication-page.ts';
import type { Client } from '../examples/client.ts';
import { SetStandardSuppliesDocument, StandardSuppliesDocument } from '../examples/documents.generated.ts';
import { runExampleCommand } from '../examples/run/command.ts';
import { readExamples } from '../examples/run/example.ts';
import { eventually } from '../platform/testing/eventually.ts';
import { givenRoom, openSharedInstance, type SharedInstance } from './support/instance.ts';

let instance: SharedInstance;
let host: Client;
beforeAll(async () => {
  instance = await openSharedInstance();
  host = await instance.as('henry', 'host');
});
afterAll(() => instance[Symbol.asyncDispose]());

const answered = new Set<string>();

/** Runs an example as the command does, and returns the data that it prints. */
async function data(name: string, ...options: readonly string[]): Promise<unknown> {
  const printed = { out: '', err: '' };
  const status = await runExampleCommand([name, ...options], {
    env: { DATA_DIR: instance.dataDir },
    signal: AbortSignal.timeout(30_000),
    out: (text) => (printed.out += text),
    err: (text) => (printed.err += text),
  });
  expect(printed.err, name).toBe('');
  expect(status, `${name}: ${printed.out}`).toBe(0);
  answered.add(name);
  return JSON.parse(printed.out).data;
}

/** The text of a field in an answer. */
function fieldIn(answer: unknown, name: string): string {
  const text = new RegExp(`"${name}":"([^"]+)"`).exec(JSON.stringify(answer))?.[1];
  expect(text, JSON.stringify(answer)).toBeDefined();
  return text ?? '';
}

/** The one id in an answer's success. */
function idIn(answer: unknown): string {
  const id = /"(?:room|booking|supply|course|review)":\{"id":"([^"]+)"/.exec(JSON.stringify(answer))?.[1];
  expect(id, JSON.stringify(answer)).toBeDefined();
  return id ?? '';
}

test('F5 One gateway: the examples tell one story, and each of them runs', async () => {
  const name = `Han River ${crypto.randomUUID()}`;
  const room = idIn(await data('RegisterRoom', '--name', name));
  expect(await data('Rooms', '--filter.nameContains', name)).toMatchObject({ rooms: { totalCount: 1 } });
  expect(await data('RoomStatus', '--roomIds', room, '--count', '1')).toMatchObject({
    roomStatusChanged: { kind: 'SNAPSHOT', status: 'EMPTY', room: { name } },
  });
  expect(await data('AvailableRooms')).toMatchObject({ availableRooms: { edges: expect.any(Array) } });

  expect(await data('Quote', '--roomId', room)).toMatchObject({
    quote: { price: { amount: 30_000, currency: 'KRW' }, validUntil: expect.any(String) },
  });
  const expecting = (amount: string) =>
    data('BookRoom', '--roomId', room, '--expectedPrice.amount', amount, '--expectedPrice.currency', 'KRW');
  expect(await expecting('29000')).toMatchObject({
    bookRoom: { __typename: 'PriceChanged', actual: { amount: 30_000 } },
  });
  const booked = await expecting('30000');
  expect(booked).toMatchObject({ bookRoom: { __typename: 'BookRoomSuccess' } });
  const booking = idIn(booked);
  await eventually(async () => {
    expect(await data('Booking', '--id', booking)).toMatchObject({
      booking: { status: 'CONFIRMED', customer: { id: 'alice' }, payment: { status: 'CAPTURED' } },
    });
  });
  expect(await data('Room', '--id', room)).toMatchObject({ room: { status: 'FULL' } });
  expect(await data('BookingStatus', '--bookingId', booking, '--count', '1')).toMatchObject({
    bookingChanged: { kind: 'SNAPSHOT', booking: { status: 'CONFIRMED' } },
  });
  await eventually(async () => {
    expect(await data('RoomBoard', '--filter.nameContains', name)).toMatchObject({
      roomBoard: { total: 1, full: 1, edges: [{ node: { roomId: room, currentBookingId: booking } }] },
    });
  });
  expect(await data('MyPage', '--first', '1')).toMatchObject({
    myPage: { bookings: { edges: [{ node: { bookingId: booking, paymentStatus: 'CAPTURED' } }] } },
  });
  for (const order of ['REQUESTED_AT_DESC', 'SLOT_START_ASC'])
    expect(await data('MyBookings', '--when', 'UPCOMING', '--orderBy', order)).toMatchObject({
      me: {
        bookings: { edges: expect.arrayContaining([{ node: expect.objectContaining({ id: booking }) }]) },
      },
    });
  expect(await data('Bookings', '--filter.roomId', room)).toMatchObject({
    bookings: { edges: [{ node: { id: booking } }] },
  });
  expect(await data('Payments')).toMatchObject({ payments: { edges: expect.any(Array) } });
  expect(await data('CancelBooking', '--id', booking)).toMatchObject({
    cancelBooking: { booking: { status: 'CANCELLED', cancellationReason: 'Change of plans' } },
  });
  expect(await data('Booking', '--id', booking)).toMatchObject({ booking: { cancelledBy: 'CUSTOMER' } });

  const waiting = await data(
    'BookRoom',
    ...['--roomId', room, '--paymentMethod', 'pm_card_threeDSecure2Required'],
  );
  expect(waiting).toMatchObject({
    bookRoom: { __typename: 'PaymentActionRequired', redirectUrl: expect.stringContaining('http') },
  });
  const bookingId = fieldIn(waiting, 'bookingId');
  await answerPage(fieldIn(waiting, 'redirectUrl'), 'yes');
  expect(await data('ConfirmPayment', '--bookingId', bookingId)).toMatchObject({
    confirmPayment: { __typename: 'ConfirmPaymentSuccess', booking: { id: bookingId } },
  });
  await data('CancelBooking', '--id', bookingId);

  const paymentId = crypto.randomUUID();
  for (const name of ['RetryRefund', 'SettleRefund'])
    expect(await data(name, '--paymentId', paymentId)).toMatchObject({
      [`${name.charAt(0).toLowerCase()}${name.slice(1)}`]: { __typename: 'NotFound' },
    });

  const nobody = `nobody-${crypto.randomUUID()}`;
  expect(await data('EraseCustomer', '--customerId', nobody)).toMatchObject({
    eraseCustomer: { __typename: 'NotFound' },
  });

  const supply = idIn(await data('AddSupply', '--roomId', room));
  expect(await data('UpdateSupply', '--id', supply)).toMatchObject({
    updateSupply: { supply: { name: 'Coffee machine', quantity: 2 } },
  });
  await eventually(async () => {
    expect(await data('SupplyStock', '--nameContains', 'coffee')).toMatchObject({
      supplyStock: [
        {
          name: 'Coffee machine',
          rooms: expect.arrayContaining([{ roomId: room, roomName: name, quantity: 2 }]),
        },
      ],
    });
  });
  expect(await data('RemoveSupply', '--id', supply)).toMatchObject({
    removeSupply: { __typename: 'RemoveSupplySuccess' },
  });

  expect(await data('UpdateRoom', '--id', room)).toMatchObject({ updateRoom: { room: { capacity: 10 } } });
  expect(await data('CloseRoom', '--id', room)).toMatchObject({ closeRoom: { room: { status: 'CLOSED' } } });
  expect(await data('ReopenRoom', '--id', room)).toMatchObject({ reopenRoom: { room: { id: room } } });
  expect(await data('TransferRoom', '--id', room)).toMatchObject({
    transferRoom: { room: { host: { id: 'hana' } } },
  });
  expect(await data('DeleteRoom', '--id', room, '--cancelBookings', '--as', 'ada')).toMatchObject({
    deleteRoom: { __typename: 'DeleteRoomSuccess' },
  });
});

test('A1 A catalogue of standard supplies exists, which staff set', async () => {
  const before = (await host.run(StandardSuppliesDocument, {})).data?.standardSupplies ?? [];
  try {
    const lines = [
      { name: 'Chair', quantity: 8 },
      { name: 'Whiteboard', quantity: 1 },
    ];
    expect(await data('SetStandardSupplies')).toMatchObject({ setStandardSupplies: { lines } });
    expect(await data('StandardSupplies')).toEqual({ standardSupplies: lines });
  } finally {
    await host.run(SetStandardSuppliesDocument, { input: { lines: before } });
  }
});

test('a course is offered, reviewed, liked and bookmarked, of which messages tell', async () => {
  const course = idIn(await data('RegisterCourse'));
  expect(await data('UpdateCourse', '--id', course)).toMatchObject({
    updateCourse: { course: { id: course } },
  });
  expect(await data('Courses')).toMatchObject({ courses: { edges: expect.any(Array) } });
  const target = ['--target.id', course, '--target.type', 'COURSE'];
  const review = idIn(await data('WriteReview', ...target));
  for (const name of ['Like', 'AddBookmark', 'RemoveBookmark', 'Unlike'])
    expect(await data(name, ...target)).toMatchObject({
      [`${name.charAt(0).toLowerCase()}${name.slice(1)}`]: { __typename: 'TargetMutationSuccess' },
    });
  expect(await data('Course', '--id', course)).toMatchObject({ course: { reviewCount: 1 } });
  expect(await data('Screen')).toMatchObject({ rooms: { edges: expect.any(Array) } });
  expect(await data('CourseBoard')).toMatchObject({ courseBoard: { edges: expect.any(Array) } });

  const removal = {
    node: expect.objectContaining({
      kind: 'BOOKMARK_REMOVED',
      target: expect.objectContaining({ id: course }),
    }),
  };
  const seen = await eventually(async () => {
    const list = await data('Messages');
    expect(list).toMatchObject({
      messages: { edges: expect.arrayContaining([expect.objectContaining(removal)]) },
    });
    return list;
  });
  const [removed, added] = [...JSON.stringify(seen).matchAll(/"node":\{"id":"([^"]+)"/g)].map(([, id]) => id);
  expect(await data('MessageReceived', '--after', String(added), '--count', '1')).toMatchObject({
    messageReceived: { id: removed },
  });
  expect(await data('MarkMessagesRead', '--ids', String(removed))).toMatchObject({
    markMessagesRead: { messages: [{ id: removed }] },
  });
  expect(await data('SetLanguage')).toEqual({
    setLanguage: { __typename: 'SetLanguageSuccess', language: 'EN' },
  });

  expect(await data('DeleteReview', '--id', review)).toMatchObject({ deleteReview: { reviewId: review } });
  expect(await data('DeleteCourse', '--id', course)).toMatchObject({ deleteCourse: { courseId: course } });
});

test('no example is left out', () => {
  expect([...answered].sort()).toEqual(
    readExamples()
      .map(({ name }) => name)
      .sort(),
  );
});

test('a subscription goes on until Ctrl-C', async () => {
  const room = await givenRoom(host);
  const program = join(import.meta.dirname, '../examples/run/main.ts');
  const child = spawn(process.execPath, [program, 'RoomStatus', '--roomIds', room], {
    env: { ...process.env, DATA_DIR: instance.dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  for await (const line of createInterface(child.stdout)) if (line.includes('"SNAPSHOT"')) break;
  child.kill('SIGINT');
  expect(await ended).toEqual([0, null]);
});
