import { buildASTSchema, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { readLiveFields } from './live-directive.ts';

/** What is read of `@live` with these arguments, on a field with the arguments `id` and `kinds`. */
function read(args: string, imported = '"@live"', directive = 'live') {
  const document = parse(`
    schema @link(url: "https://meetingroom.dev/live/v1.0", import: [${imported}]) { query: Query subscription: Subscription }
    directive @link(url: String, import: [Import]) repeatable on SCHEMA
    scalar Import
    type Query { a: Int }
    type Subscription { changed(id: ID, kinds: [ID!]): Int @${directive}(${args}) }
  `);
  return readLiveFields(buildASTSchema(document, { assumeValidSDL: true })).get('changed');
}

test('omitted arguments have the defaults of the specification', () => {
  expect(read('stream: "S", subjects: ["s.*.{args.id}"]')).toEqual({
    name: 'changed',
    stream: 'S',
    subjects: ['s.*.{args.id}'],
    ends: [],
    owner: undefined,
    scopes: [],
    snapshot: true,
    where: [],
    slow: 'DISCONNECT',
    shared: false,
    ids: undefined,
  });
});

test('the directive may be imported under another name', () => {
  const args = 'stream: "S", subjects: ["s.x"]';
  expect(read(args, '{ name: "@live", as: "@fed" }', 'fed')).toMatchObject({ stream: 'S' });
  expect(read(args, '{ name: "@live", as: "@fed" }')).toBeUndefined();
});

test('a single string is accepted for a list', () => {
  const args =
    'stream: "S", subjects: "s.{args.id}", ends: "e.{args.id}", scopes: "all", where: "kind = {args.kinds}"';
  expect(read(args)).toMatchObject({
    subjects: ['s.{args.id}'],
    ends: ['e.{args.id}'],
    scopes: ['all'],
    where: [{ path: ['kind'], operand: { kind: 'argument', name: 'kinds' } }],
  });
});

describe('an invalid directive is rejected:', () => {
  test.each([
    ['no stream', 'subjects: ["s"]'],
    ['no subject', 'stream: "S", subjects: []'],
    ['an unknown argument', 'stream: "S", subjects: ["s"], owners: "owner.id"'],
    ['an owner that is a list', 'stream: "S", subjects: ["s"], owner: ["owner", "id"]'],
    ['nested scopes', 'stream: "S", subjects: ["s"], scopes: [["all"]]'],
    ['a string for a boolean', 'stream: "S", subjects: ["s"], shared: "no"'],
    ['an unknown policy', 'stream: "S", subjects: ["s"], slow: "DROP"'],
    ['ids that are not a regular expression', 'stream: "S", subjects: ["s"], ids: "("'],
    ['an unknown field argument in subjects', 'stream: "S", subjects: ["s.{args.ids}"]'],
    ['an unknown field argument in ends', 'stream: "S", subjects: ["s"], ends: ["e.{args.ids}"]'],
    ['an unknown field argument in where', 'stream: "S", subjects: ["s"], where: ["kind = {args.kind}"]'],
    ['an unknown placeholder', 'stream: "S", subjects: ["s.{arguments.id}"]'],
    ['a path inside an argument', 'stream: "S", subjects: ["s.{args.id.x}"]'],
    ['an unsupported claim', 'stream: "S", subjects: ["s.{identity.role}"]'],
    ['a placeholder for a part of a token', 'stream: "S", subjects: ["s.x-{args.id}"]'],
  ])('%s', (_, args) => {
    expect(() => read(args)).toThrow(/^@live on Subscription\.changed: /);
  });
});
