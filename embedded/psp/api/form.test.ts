import { expect, test } from 'vitest';
import { canonical, decodeForm } from './form.ts';

test('nested names become records, lists records with numbers', () => {
  const form = decodeForm(
    'amount=10&metadata[a]=1&metadata[b%20c]=x%26y&expand[]=p&expand[]=q&more[0][id]=z',
  );
  expect(JSON.parse(JSON.stringify(form))).toEqual({
    amount: '10',
    metadata: { a: '1', 'b c': 'x&y' },
    expand: { 0: 'p', 1: 'q' },
    more: { 0: { id: 'z' } },
  });
});

test('an empty text decodes to an empty form', () => {
  expect(Object.keys(decodeForm('') ?? { fault: 1 })).toEqual([]);
});

test.each(['a[=1', '[a]=1', 'a[b]c=1', 'a=1&a[b]=2', 'a[b]=1&a=2', 'a[1][2][3][4][5]=1'])(
  '%s is refused',
  (text) => {
    expect(decodeForm(text)).toBeUndefined();
  },
);

test('no name reaches a prototype', () => {
  decodeForm('__proto__[polluted]=1&constructor[prototype][polluted]=1');
  expect('polluted' in {}).toBe(false);
});

test('two forms are the same if their values are, in whatever order', () => {
  const same = ['a=1&m[x]=1&m[y]=2', 'm[y]=2&m[x]=1&a=1'].map((text) => canonical(decodeForm(text) ?? {}));
  expect(same[0]).toBe(same[1]);
  expect(canonical(decodeForm('a=1&m[x]=2&m[y]=1') ?? {})).not.toBe(same[0]);
});
