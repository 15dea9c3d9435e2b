import { expect, test } from 'vitest';
import { fillSubjects } from './subjects.ts';

const nobody = { args: {}, identitySubject: undefined };

test('a list gives one subject per item, without doubles', () => {
  const args = { ids: ['a', 'b', 'a'], kind: 'made' };
  expect(fillSubjects(['s.{args.kind}.{args.ids}'], { ...nobody, args })).toEqual(['s.made.a', 's.made.b']);
});

test('a value left out gives the wildcard', () => {
  for (const args of [{}, { id: null }, { id: undefined }]) {
    expect(fillSubjects(['s.*.{args.id}'], { ...nobody, args })).toEqual(['s.*.*']);
  }
});

test('an empty list gives nothing to follow', () => {
  expect(fillSubjects(['s.{args.ids}'], { ...nobody, args: { ids: [] } })).toEqual([]);
});

test('the caller’s subject stands in for the caller', () => {
  expect(fillSubjects(['s.{identity.subject}'], { args: {}, identitySubject: 'alice' })).toEqual(['s.alice']);
  expect(fillSubjects(['s.{identity.subject}'], nobody)).toMatchObject({
    extensions: { code: 'UNAUTHENTICATED' },
  });
});

test.each(['', 'a.b', '*', 'a*', '>', 'a b', 'a\tb', 'a\nb', 'a\u0000b', 'x'.repeat(257)])(
  '%j cannot stand in a subject',
  (id) => {
    expect(fillSubjects(['s.{args.id}'], { ...nobody, args: { id } })).toMatchObject({
      extensions: { code: 'BAD_USER_INPUT' },
    });
    expect(fillSubjects(['s.{identity.subject}'], { args: {}, identitySubject: id })).toMatchObject({
      extensions: { code: 'BAD_USER_INPUT' },
    });
  },
);

test('too many values are refused', () => {
  const ids = Array.from({ length: 1_001 }, (_, n) => n);
  expect(fillSubjects(['s.{args.ids}'], { ...nobody, args: { ids } })).toMatchObject({
    extensions: { code: 'BAD_USER_INPUT' },
  });
});

test('lists whose product is too large are refused without making it', () => {
  const list = (length: number) => Array.from({ length }, (_, n) => n);
  // Written out, that would be more than memory holds.
  const args = { ids: list(1_000), kinds: list(200_000) };
  expect(fillSubjects(['s.{args.ids}.{args.kinds}'], { ...nobody, args })).toMatchObject({
    extensions: { code: 'BAD_USER_INPUT' },
  });
});
