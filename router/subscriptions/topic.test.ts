import { expect, test } from 'vitest';
import { subjectKey } from '../../platform/identity/subject.ts';
import { fillSubjects } from './topic.ts';

const nobody = { args: {}, identitySubject: undefined };

test('a list gives one subject per distinct item', () => {
  const args = { ids: ['a', 'b', 'a'], kind: 'made' };
  expect(fillSubjects(['s.{args.kind}.{args.ids}'], { ...nobody, args })).toEqual(['s.made.a', 's.made.b']);
});

test('an omitted argument gives the wildcard', () => {
  for (const args of [{}, { id: null }, { id: undefined }]) {
    expect(fillSubjects(['s.*.{args.id}'], { ...nobody, args })).toEqual(['s.*.*']);
  }
});

test('an empty list gives no subjects', () => {
  expect(fillSubjects(['s.{args.ids}'], { ...nobody, args: { ids: [] } })).toEqual([]);
});

test('identity.subject is the caller’s subject, and requires a token', () => {
  expect(fillSubjects(['s.{identity.subject}'], { args: {}, identitySubject: 'alice' })).toEqual(['s.alice']);
  expect(fillSubjects(['s.{identity.subject}'], nobody)).toMatchObject({
    extensions: { code: 'UNAUTHENTICATED' },
  });
});

test('identity.key is a token for a caller of any name, and requires a token', () => {
  const [subject, ...others] = fillSubjects(['s.{identity.key}'], {
    args: {},
    identitySubject: 'a.b > *',
  }) as string[];
  expect(others).toEqual([]);
  expect(subject).toBe(`s.${subjectKey('a.b > *')}`);
  expect(fillSubjects([subject ?? ''], nobody)).toEqual([subject]);
  expect(fillSubjects(['s.{identity.key}'], nobody)).toMatchObject({
    extensions: { code: 'UNAUTHENTICATED' },
  });
});

test.each(['', 'a.b', '*', 'a*', '>', 'a b', 'a\tb', 'a\nb', 'a\u0000b', 'x'.repeat(257)])(
  '%j is not allowed in a subject',
  (id) => {
    expect(fillSubjects(['s.{args.id}'], { ...nobody, args: { id } })).toMatchObject({
      extensions: { code: 'BAD_USER_INPUT' },
    });
    expect(fillSubjects(['s.{identity.subject}'], { args: {}, identitySubject: id })).toMatchObject({
      extensions: { code: 'BAD_USER_INPUT' },
    });
  },
);

test('an id that is valid in lower case only is the same in upper case', () => {
  const fill = (id: string, ids: RegExp) =>
    fillSubjects(['s.{args.ids}'], { ...nobody, args: { ids: [id, id.toLowerCase()] }, ids });
  expect(fill('00AF', /^[0-9a-f]+$/u)).toEqual(['s.00af']);
  expect(fill('00AF', /^[0-9a-fA-F]+$/u)).toEqual(['s.00AF', 's.00af']);
  expect(fill('00AG', /^[0-9a-f]+$/u)).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
});

test('too many values are rejected', () => {
  const ids = Array.from({ length: 1_001 }, (_, n) => n);
  expect(fillSubjects(['s.{args.ids}'], { ...nobody, args: { ids } })).toMatchObject({
    extensions: { code: 'BAD_USER_INPUT' },
  });
});

test('lists with a large product are rejected without computing it', () => {
  const list = (length: number) => Array.from({ length }, (_, n) => n);
  // The product would not fit into memory.
  const args = { ids: list(1_000), kinds: list(200_000) };
  expect(fillSubjects(['s.{args.ids}.{args.kinds}'], { ...nobody, args })).toMatchObject({
    extensions: { code: 'BAD_USER_INPUT' },
  });
});
