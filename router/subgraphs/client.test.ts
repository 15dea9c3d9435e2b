import { expect, test } from 'vitest';
import { parseResponse } from './client.ts';

const parse = (body: string) => parseResponse({ status: 200, body });

test('a GraphQL response is parsed', () => {
  expect(
    parse('{"data":{"a":1},"errors":[{"message":"m","path":["a",0],"extensions":{"code":"C"}}]}'),
  ).toEqual({
    kind: 'response',
    data: { a: 1 },
    errors: [{ message: 'm', path: ['a', 0], extensions: { code: 'C' } }],
    isPlain: true,
  });
  expect(parse('{"data":null,"errors":[{}]}')).toMatchObject({
    data: null,
    errors: [{ message: '', path: undefined, extensions: {} }],
  });
});

test('strings that need escaping are noticed', () => {
  expect(parse('{"data":{"a":"x\\ny"}}')).toMatchObject({ data: { a: 'x\ny' }, isPlain: false });
});

test.each(['', '<html>', '[]', '7', '{}', '{"data":5}', '{"errors":[]}'])(
  '%s is not a GraphQL response',
  (body) => {
    expect(parse(body)).toMatchObject({ kind: 'unavailable', reason: 'HTTP 200 without a GraphQL response' });
  },
);
