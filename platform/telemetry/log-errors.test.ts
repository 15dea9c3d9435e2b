import { expect, test } from 'vitest';
import { serializeError } from './log-errors.ts';

test('an error is logged with its code and its causes, and without the data that drivers attach', () => {
  const cause = Object.assign(new RangeError('too far'), { detail: 'Key (customer_id)=(alice)' });
  const error = Object.assign(new Error('write EPIPE', { cause }), {
    code: 'EPIPE',
    insertedDocs: [{ customer: { id: 'alice' } }],
  });
  expect(serializeError(error)).toEqual({
    type: 'Error',
    message: 'write EPIPE',
    stack: error.stack,
    code: 'EPIPE',
    cause: { type: 'RangeError', message: 'too far', stack: cause.stack },
  });
});

test('causes that lead back to the error end', () => {
  const error = new Error('first');
  error.cause = new Error('second', { cause: error });
  expect(JSON.stringify(serializeError(error)).match(/"message"/g)).toHaveLength(6);
});

test('of an aggregate the first errors are logged', () => {
  const errors = Array.from({ length: 9 }, (_, at) => new Error(`${at}`));
  expect(serializeError(new AggregateError(errors, 'all'))).toMatchObject({
    message: 'all',
    errors: errors.slice(0, 5).map(({ message }) => ({ message })),
  });
});

test('what is no error is logged as it is', () => {
  expect(serializeError('thrown')).toBe('thrown');
});
