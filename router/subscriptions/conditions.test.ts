import { GraphQLError } from 'graphql';
import { describe, expect, test } from 'vitest';
import { fillConditions, readCondition } from './conditions.ts';
import { valueAt } from './payload-path.ts';

const room = { status: 'FULL', floor: 2, tags: ['quiet', 'large'], note: null, host: { id: 'h1' } };

describe('a condition', () => {
  test.each([
    ['status = "FULL"', {}, true],
    ['status != "FULL"', {}, false],
    ['status={args.statuses}', { statuses: ['EMPTY', 'FULL'] }, true],
    ['status = {args.statuses}', { statuses: ['EMPTY'] }, false],
    ['status != {args.statuses}', { statuses: ['EMPTY'] }, true],
    ['status = {args.statuses}', {}, true],
    ['status = {args.statuses}', { statuses: null }, true],
    ['status = {args.statuses}', { statuses: [] }, false],
    ['floor = {args.floor}', { floor: '2' }, true],
    ['tags = {args.tag}', { tag: 'large' }, true],
    ['tags != {args.tag}', { tag: 'large' }, false],
    ['host.id = {identity.subject}', {}, true],
    ['host.name = {args.name}', { name: 'x' }, false],
    ['note = null', {}, true],
    ['missing = null', {}, true],
    ['host != null', {}, true],
    ['host = {args.text}', { text: '[object Object]' }, false],
    // Inherited properties do not count.
    ['constructor = null', {}, true],
  ])('%s with %j: %s', (text, args, expected) => {
    const filter = fillConditions([readCondition(text)], { args, identitySubject: 'h1' });
    if (filter instanceof GraphQLError) throw filter;
    expect(filter?.(room) ?? true).toBe(expected);
  });

  test('is combined with others by AND', () => {
    const conditions = ['status = "FULL"', 'floor = 3'].map(readCondition);
    const filter = fillConditions(conditions, { args: {}, identitySubject: undefined });
    if (!filter || filter instanceof GraphQLError) throw new Error('no filter');
    expect([filter(room), filter({ ...room, floor: 3 })]).toEqual([false, true]);
  });

  test('on the caller requires a token', () => {
    const filled = fillConditions([readCondition('host.id = {identity.subject}')], {
      args: {},
      identitySubject: undefined,
    });
    expect(filled).toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
  });

  test.each(['status', 'status == 1', 'status = {args.a b}', 'status > 1', '= 1', 'status = FULL'])(
    '%s is invalid',
    (text) => {
      expect(() => readCondition(text)).toThrow(`"${text}"`);
    },
  );
});

test('valueAt returns undefined where the path leaves the payload', () => {
  expect(valueAt(room, ['host', 'id'])).toBe('h1');
  expect(valueAt(room, ['note', 'id'])).toBeUndefined();
  expect(valueAt('text', ['length'])).toBeUndefined();
});
