import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { parseDocument } from './validation.ts';

const schema = buildSchema('type Query { id: ID page(first: Int): Query }');

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
