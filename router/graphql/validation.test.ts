import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { parseDocument } from './validation.ts';

const schema = buildSchema(
  'scalar Any input In { any: Any } type Query { id: ID page(first: Int): Query take(any: Any, float: Float, id: ID, in: In): ID }',
);

function errorsOf(text: string) {
  return (parseDocument(schema, text).errors ?? []).map((each) => each.toJSON());
}

function repeated(count: number, selection: (at: number) => string): string {
  return `{ ${Array.from({ length: count }, (_, at) => selection(at)).join(' ')} }`;
}

test('the first errors are told with their places, and that there are more', () => {
  const errors = errorsOf(repeated(1_100, (at) => `f${at}`));
  expect(errors).toHaveLength(21);
  expect(errors[0]).toMatchObject({ message: 'Cannot query field "f0" on type "Query".' });
  for (const each of errors.slice(0, 20)) expect(each.locations).toHaveLength(1);
  expect(errors[20]).toEqual({
    message: 'Validation stopped after 20 errors: the document has more of them.',
    extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
  });
});

test('exactly as many errors as are told are all', () => {
  expect(errorsOf(repeated(20, (at) => `f${at}`))).toHaveLength(20);
});

test.each([
  ['{ take(any: 1e400) }', 13],
  ['{ take(any: [-1e400]) }', 14],
  ['{ take(in: { any: { a: 1e400 } }) }', 24],
  ['{ take(float: 1e400) }', 15],
  ['query ($any: Any = 1e400) { take(any: $any) }', 20],
])('a number out of the range of a double is told with its place: %s', (text, column) => {
  const told = /^The number "-?[19].*" is out of the range of a double\.$/;
  expect(errorsOf(text)).toMatchObject([{ message: expect.stringMatching(told), locations: [{ column }] }]);
});

test('only an ID may have any number of digits', () => {
  expect(errorsOf(`{ take(any: ${'9'.repeat(400)}) }`)).toHaveLength(1);
  expect(errorsOf(`{ take(id: ${'9'.repeat(400)}, any: ${'9'.repeat(300)}) }`)).toEqual([]);
});

test('too many fields of one name are told with their place', () => {
  expect(errorsOf(repeated(1_100, () => 'id'))).toEqual([
    {
      message:
        'The document selects too many fields of the same name to compare them: "id" 1100 times. Select each field once, or under different aliases.',
      locations: [{ line: 1, column: 3 }],
      extensions: { code: 'OPERATION_TOO_COMPLEX', limit: 'overlaps' },
    },
  ]);
});

test('the errors of the other rules are told as well', () => {
  const errors = errorsOf(repeated(1_100, (at) => `page: f${at}`));
  expect(errors).toHaveLength(22);
  expect(errors[0]).toMatchObject({ message: 'Cannot query field "f0" on type "Query".' });
  expect(errors.at(-1)).toMatchObject({ extensions: { code: 'OPERATION_TOO_COMPLEX', limit: 'overlaps' } });
});
