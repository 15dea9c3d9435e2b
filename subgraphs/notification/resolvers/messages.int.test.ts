import { describe, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { subjectKey } from '../../../platform/identity/subject.ts';
import { bookingConfirmed } from '../../../schema/events/booking.ts';
import { messagesRead } from '../../../schema/events/notification.ts';
import { bookingOf, NOON } from '../testing/fixture.ts';
import { type Data, ENTITIES, MARK_READ, MESSAGES, SET_LANGUAGE, useService } from '../testing/graph.ts';

const service = useService();

/** The caller's messages. */
async function messages(variables: object = {}, claims: object = {}): Promise<Data> {
  const { data, errors } = await service.ask(MESSAGES, variables, claims);
  expect(errors).toBeUndefined();
  return data.messages;
}

/** The ids of alice's messages, newest first, after so many more. */
async function given(count: number): Promise<readonly string[]> {
  for (let told = 0; told < count; told += 1) await service.fixture.tell(service.alice);
  return (await service.fixture.messages(service.alice)).map(({ id }) => id);
}

async function markRead(ids: readonly string[], more: object = {}, claims: object = {}): Promise<Data> {
  const { data, errors } = await service.ask(MARK_READ, { input: { ids, ...more } }, claims);
  return errors ?? data.markMessagesRead;
}

describe('messages', () => {
  test('are the caller’s own, newest first, with counts', async () => {
    await service.fixture.tell(`bob ${newId()}`);
    const room = await service.fixture.knownRoom();
    const booking = bookingOf(room, { customer: { id: service.alice } });
    await service.fixture.deliver(bookingConfirmed, { data: { booking } });
    await service.fixture.tell(service.alice, { name: 'River' });

    const { totalCount, unreadCount, edges } = await messages();
    expect({ totalCount, unreadCount }).toEqual({ totalCount: 2, unreadCount: 2 });
    expect(edges.map(({ node }: Data) => node)).toMatchObject([
      {
        kind: 'BOOKMARK_ADDED',
        text: 'You have bookmarked River.',
        booking: null,
        target: { __typename: 'Room' },
        createdAt: NOON,
        readAt: null,
      },
      { kind: 'BOOKING_CONFIRMED', booking: { id: booking.id }, target: null },
    ]);
  });

  test('are paged: each page says what is before and after it', async () => {
    const ids = await given(5);
    const first = await messages({ first: 2 });
    const second = await messages({ first: 2, after: first.pageInfo.endCursor });
    const third = await messages({ first: 2, after: second.pageInfo.endCursor });
    const all = [first, second, third];
    expect(all.flatMap(({ edges }) => edges.map(({ node }: Data) => node.id))).toEqual(ids);
    expect(all.map(({ pageInfo }) => [pageInfo.hasPreviousPage, pageInfo.hasNextPage])).toEqual([
      [false, true],
      [true, true],
      [true, false],
    ]);
    expect(all.map(({ totalCount }) => totalCount)).toEqual([5, 5, 5]);
  });

  test.each([[{ first: 0 }], [{ first: 101 }], [{ after: 'x' }]])('%o is refused', async (variables) => {
    const { data, errors } = await service.ask(MESSAGES, variables);
    expect(data.messages).toBeNull();
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
  });

  test('can be the unread ones alone; the count of unread ones is that of all', async () => {
    const [newest, middle, oldest] = await given(3);
    await markRead([middle ?? '']);
    const unread = await messages({ unreadOnly: true, first: 1 });
    expect(unread).toMatchObject({ totalCount: 2, unreadCount: 2, edges: [{ node: { id: newest } }] });
    const rest = await messages({ unreadOnly: true, after: unread.pageInfo.endCursor });
    expect(rest.edges).toMatchObject([{ node: { id: oldest } }]);
    expect(await messages()).toMatchObject({ totalCount: 3, unreadCount: 2 });
  });

  test('of who has none are an empty list', async () => {
    expect(await messages()).toMatchObject({ totalCount: 0, unreadCount: 0, edges: [] });
  });
});

describe('markMessagesRead', () => {
  test('marks messages of the caller, in the given order and each once; the rest is left out', async () => {
    const [second, first] = await given(2);
    const bob = `bob ${newId()}`;
    await service.fixture.tell(bob);
    const [ofBob] = await service.fixture.messages(bob);
    await service.fixture.publish();

    const ids = [first, 'no id', newId(), ofBob?.id, second, first].map(String);
    service.fixture.setClock('2030-05-01T12:01:00.000Z');
    const read = await markRead(ids);
    service.fixture.setClock(NOON);
    expect(read).toEqual({
      __typename: 'MarkMessagesReadSuccess',
      messages: [first, second].map((id) => ({ id, readAt: '2030-05-01T12:01:00.000Z' })),
    });
    expect(await service.fixture.queries.unreadCount(service.alice)).toBe(0);
    expect(await service.fixture.messages(bob)).toMatchObject([{ readAt: null }]);

    const [event, ...others] = await service.fixture.publish();
    expect(others).toEqual([]);
    expect(event).toMatchObject({ aggregateId: subjectKey(service.alice), version: 3 });
    const { unreadCount, customer, messages: told } = messagesRead.data.parse(event?.data);
    expect({ unreadCount, customer }).toEqual({ unreadCount: 0, customer: { id: service.alice } });
    expect(told.map(({ id }) => id).sort()).toEqual([first, second].sort());
  });

  test('leaves what is read already as it is', async () => {
    const ids = await given(1);
    await markRead(ids);
    await service.fixture.publish();
    service.fixture.setClock('2030-05-01T12:01:00.000Z');
    expect(await markRead(ids)).toMatchObject({ messages: [{ id: ids[0], readAt: NOON }] });
    service.fixture.setClock(NOON);
    expect(await service.fixture.publish()).toEqual([]);
  });

  test('takes at most 100 ids', async () => {
    const ids = Array.from({ length: 101 }, () => newId());
    const problems = [{ field: 'ids', code: 'TOO_LONG' }];
    expect(await markRead(ids)).toMatchObject({ __typename: 'InvalidInput', problems });
    expect(await markRead(ids.slice(1))).toEqual({ __typename: 'MarkMessagesReadSuccess', messages: [] });
  });

  test('belongs to its idempotency key', async () => {
    const [id] = await given(1);
    const key = { idempotencyKey: newId() };
    const first = await markRead([String(id)], key);
    expect(await markRead([String(id)], key)).toEqual(first);
    expect(await markRead([], key)).toMatchObject({ __typename: 'IdempotencyConflict' });
  });

  test('counts right when many calls race', async () => {
    const ids = await given(20);
    await Promise.all([...ids, ...ids].map((id) => markRead([id])));
    expect(await messages()).toMatchObject({ unreadCount: 0, totalCount: 20 });
    await service.fixture.tell(service.alice);
    expect(await messages()).toMatchObject({ unreadCount: 1, totalCount: 21 });
  });
});

describe('the language', () => {
  async function texts(claims: object = {}): Promise<readonly string[]> {
    return (await messages({}, claims)).edges.map(({ node }: Data) => node.text);
  }
  const setLanguage = (language: string, more: object = {}) =>
    service.ask(SET_LANGUAGE, { input: { language, ...more } });

  test('is English, or that of the token, or the one that the customer has set', async () => {
    await service.fixture.tell(service.alice);
    expect(await texts()).toEqual(['You have bookmarked Han.']);
    const korean = ['‘Han’ 북마크를 추가했습니다.'];
    expect(await texts({ locale: 'ko-KR' })).toEqual(korean);
    expect(await texts({ locale: 'de' })).toEqual([expect.stringMatching(/Han/)]);
    expect((await setLanguage('KO')).data.setLanguage).toEqual({
      __typename: 'SetLanguageSuccess',
      language: 'KO',
    });
    expect(await texts({ locale: 'en' })).toEqual(korean);
    await setLanguage('EN');
    expect(await texts({ locale: 'ko' })).toEqual(['You have bookmarked Han.']);
  });

  test('of the token is remembered for events and e-mails', async () => {
    await messages({}, { locale: 'ko' });
    await expect
      .poll(() => service.fixture.queries.languageChoice(service.alice))
      .toEqual({ chosen: null, ofToken: 'KO' });
    await service.fixture.publish();
    await service.fixture.tell(service.alice);
    const [event] = await service.fixture.publish();
    expect(event?.data).toMatchObject({ text: '‘Han’ 북마크를 추가했습니다.' });
  });

  test('is set once for an idempotency key', async () => {
    const key = { idempotencyKey: newId() };
    await setLanguage('KO', key);
    await setLanguage('EN');
    expect((await setLanguage('KO', key)).data.setLanguage).toMatchObject({ language: 'KO' });
    expect(await service.fixture.queries.languageChoice(service.alice)).toMatchObject({ chosen: 'EN' });
    expect((await setLanguage('EN', key)).data.setLanguage.__typename).toBe('IdempotencyConflict');
  });
});

describe('through other services', () => {
  async function entities(of: readonly object[], claims: object = {}): Promise<Data> {
    const { data, errors } = await service.ask(ENTITIES, { of }, claims);
    expect(errors).toBeUndefined();
    return data._entities;
  }

  test('a customer sees their own language and count, and none of other people', async () => {
    await service.fixture.tell(service.alice);
    const of = [{ __typename: 'Customer', id: service.alice }];
    expect(await entities(of)).toEqual([{ id: service.alice, language: 'EN', unreadMessages: 1 }]);
    for (const role of ['customer', 'host', 'admin'])
      expect(await entities(of, { subject: 'someone', role })).toEqual([
        { id: service.alice, language: null, unreadMessages: null },
      ]);
  });

  test('a message is there for its customer alone', async () => {
    const [id] = await given(1);
    const of = [{ __typename: 'Message', id }];
    expect(await entities(of)).toMatchObject([{ id, kind: 'BOOKMARK_ADDED' }]);
    expect(await entities(of, { subject: 'ada', role: 'admin' })).toEqual([null]);
  });
});

describe('contacts from other services', () => {
  const REMEMBER = 'mutation ($input: RememberContactsInput!) { rememberContacts(input: $input) }';
  const remember = (contact: object, claims: object = { role: 'service' }) =>
    service.ask(REMEMBER, { input: { contacts: [{ customerId: service.alice, ...contact }] } }, claims);

  test('are kept; null leaves what is known', async () => {
    expect((await remember({ email: 'alice@example.org', locale: 'ko' })).data.rememberContacts).toBe(true);
    await remember({ email: null, locale: 'en' });
    await remember({ email: null, locale: null });
    const { rows } = await service.fixture.pool.query(
      'SELECT email, token_language FROM customers WHERE id = $1',
      [service.alice],
    );
    expect(rows).toEqual([{ email: 'alice@example.org', token_language: 'EN' }]);
  });

  test.each([[{ email: 'alice' }], [{ locale: '!' }], [{ customerId: '' }]])(
    '%o is refused',
    async (contact) => {
      const { errors } = await remember(contact);
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    },
  );
});

test('without a token nothing is answered', async () => {
  const { errors } = await service.graph.post(MESSAGES, {});
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
});
