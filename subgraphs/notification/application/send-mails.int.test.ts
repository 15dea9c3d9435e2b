import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { createPostgresMailQueue } from '../store/postgres-mail-queue.ts';
import { createSmtpMailer } from '../store/smtp-mailer.ts';
import { createFixture, type Fixture, log, NOON } from '../testing/fixture.ts';
import { type MailServer, startMailServer } from '../testing/mail-server.ts';
import { createSendMails } from './send-mails.ts';

let fixture: Fixture;
let server: MailServer;
let mailer: ReturnType<typeof createSmtpMailer>;
let sendMails: () => Promise<number>;
let alice: string;

beforeAll(async () => {
  fixture = await createFixture();
  server = await startMailServer();
  mailer = createSmtpMailer({ url: server.url, from: 'Meetingroom <rooms@example.org>' });
  sendMails = createSendMails({ mails: fixture.mails, mailer, clock: fixture.clock, log });
});
afterAll(async () => {
  await mailer.close();
  await server.stop();
  await fixture[Symbol.asyncDispose]();
});
beforeEach(async () => {
  alice = newId();
  fixture.setClock(NOON);
  server.refuse(undefined);
});

const addressOf = (customer: string) => `${customer}@example.org`;

function remember(customer: string, claims: { readonly email?: string; readonly locale?: string } = {}) {
  const seen = { customerId: customer, email: addressOf(customer), locale: undefined };
  return fixture.services.rememberCustomer({ ...seen, ...claims });
}

const received = (customer = alice) => server.received().filter(({ to }) => to === addressOf(customer));

/** Sends the e-mails that are due so many milliseconds after noon. */
async function sendAt(ms: number): Promise<number> {
  fixture.setClock(new Date(Date.parse(NOON) + ms).toISOString());
  return sendMails();
}

test('each message is one e-mail, in the customer’s language, with an id of its own', async () => {
  await remember(alice, { locale: 'ko' });
  await fixture.tell(alice);
  expect(await sendMails()).toBe(1);
  expect(await sendMails()).toBe(0);
  const [message] = await fixture.messages(alice);
  expect(received()).toEqual([
    {
      to: addressOf(alice),
      from: 'rooms@example.org',
      messageId: `<${message?.id}@meetingroom>`,
      title: '북마크 추가: Han',
      text: '‘Han’ 북마크를 추가했습니다.',
    },
  ]);
});

test('a mail server that is away delays e-mails and loses none, nor sends one twice', async () => {
  await remember(alice);
  await fixture.tell(alice, { name: 'One' });
  await fixture.tell(alice, { name: 'Two' });
  await server.stop();
  expect(await sendAt(0)).toBe(0);
  expect(await sendAt(999)).toBe(0);
  expect(await sendAt(1_000)).toBe(0);
  await server.start();
  // The second pause is twice as long.
  expect(await sendAt(2_999)).toBe(0);
  expect(await sendAt(3_000)).toBe(2);
  expect(
    received()
      .map(({ title }) => title)
      .sort(),
  ).toEqual(['Bookmark added: One', 'Bookmark added: Two']);
  expect(await sendAt(600_000)).toBe(0);
});

test('a process that dies while it sends leaves the e-mail to another', async () => {
  await remember(alice);
  await fixture.tell(alice);
  expect(await fixture.mails.claim(10, fixture.clock())).toHaveLength(1);
  expect(await sendAt(59_999)).toBe(0);
  expect(await sendAt(60_000)).toBe(1);
  expect(received()).toHaveLength(1);
});

test('an e-mail that the server refuses for now is tried again, one that it refuses for good is not', async () => {
  await remember(alice);
  await fixture.tell(alice);
  server.refuse(451);
  expect(await sendAt(0)).toBe(0);
  server.refuse(550);
  expect(await sendAt(1_000)).toBe(1);
  server.refuse(undefined);
  expect(await sendAt(600_000)).toBe(0);
  expect(received()).toEqual([]);
});

test('the log of a refusal does not name the address', async () => {
  await remember(alice);
  await fixture.tell(alice);
  server.refuse(451);
  const lines: string[] = [];
  const loud = {
    ...log,
    warn: (fields: object, text: string) => void lines.push(`${inspect(fields)} ${text}`),
  };
  await createSendMails({ mails: fixture.mails, mailer, clock: fixture.clock, log: loud as typeof log })();
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('RCPT TO 451');
  expect(lines[0]).not.toContain('example.org');
  server.refuse(undefined);
  expect(await sendAt(1_000)).toBe(1);
});

test('an e-mail waits a day for the address of its customer', async () => {
  const bob = newId();
  await fixture.tell(alice);
  await fixture.tell(bob);
  expect(await sendMails()).toBe(0);
  expect(await fixture.mails.removeExpired(fixture.clock())).toBe(0);
  await remember(alice);
  expect(await sendMails()).toBe(1);
  expect(received()).toHaveLength(1);

  expect(await fixture.mails.removeExpired('2030-05-02T12:00:00.001Z')).toBeGreaterThan(0);
  await remember(bob);
  expect(await sendAt(24 * 3_600_000 + 1)).toBe(0);
  expect(received(bob)).toEqual([]);
});

test('an e-mail that cannot be sent is dropped after the time that is set, its message stays', async () => {
  const hourly = createPostgresMailQueue(fixture.pool, 3_600_000);
  await remember(alice);
  await fixture.tell(alice);
  server.refuse(451);
  expect(await sendAt(0)).toBe(0);
  expect(await hourly.removeExpired('2030-05-01T13:00:00.000Z')).toBe(0);
  expect(await hourly.removeExpired('2030-05-01T13:00:00.001Z')).toBe(1);
  server.refuse(undefined);
  expect(await sendAt(3_600_001)).toBe(0);
  expect(received()).toEqual([]);
  expect(await fixture.messages(alice)).toHaveLength(1);
});

test('the last address of a customer is theirs; a token without one leaves it', async () => {
  await remember(alice, { email: 'old@example.org' });
  await remember(alice);
  await fixture.services.rememberCustomer({ customerId: alice, email: undefined, locale: 'ko' });
  await fixture.tell(alice);
  await sendMails();
  expect(received()).toHaveLength(1);
});

test('a message and an address that come at the same time become an e-mail', async () => {
  const customers = Array.from({ length: 40 }, () => newId());
  await Promise.all(customers.flatMap((customer) => [fixture.tell(customer), remember(customer)]));
  while ((await sendMails()) > 0);
  for (const customer of customers) expect(received(customer)).toHaveLength(1);
});
