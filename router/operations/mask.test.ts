import { describe, expect, test, vi } from 'vitest';
import { createLogger } from '../../platform/telemetry/logger.ts';
import { maskError, maskErrors } from './mask.ts';

describe('an error', () => {
  test.each(['FORBIDDEN', 'SUBGRAPH_UNAVAILABLE', 'SOME_CODE_OF_A_SUBGRAPH', 'GRAPHQL_VALIDATION_FAILED'])(
    'with the code %s keeps its message',
    (code) => {
      const error = { message: 'Because.', path: ['a', 0], extensions: { code, subgraph: 's' } };
      expect(maskError(error, 'c')).toEqual({ error, masked: false });
    },
  );

  test.each([
    ['without a code', {}],
    ['with the code of an internal error', { code: 'INTERNAL_SERVER_ERROR' }],
    [
      'of a subgraph about the document of the router',
      { code: 'GRAPHQL_VALIDATION_FAILED', serviceName: 's' },
    ],
    ['with a code that is not a string', { code: 42 }],
  ])('%s is masked', (_, extensions) => {
    expect(maskError({ message: 'secret', path: ['a'], extensions }, 'c')).toEqual({
      error: {
        message: 'Internal server error',
        path: ['a'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId: 'c' },
      },
      masked: true,
    });
  });

  test('never contains a stack trace', () => {
    const extensions = { code: 'FORBIDDEN', stacktrace: ['at x'], exception: {}, http: { status: 403 } };
    expect(maskError({ message: 'No.', extensions }, 'c').error.extensions).toEqual({ code: 'FORBIDDEN' });
  });
});

test('of many masked errors, all are shown and a few are logged', () => {
  const log = createLogger('test', 'silent');
  const lines = vi.spyOn(log, 'error');
  const errors = Array.from({ length: 2_000 }, (_, at) => ({ message: 'secret', path: ['rooms', at] }));
  expect(maskErrors(errors, { correlationId: 'c', log })).toHaveLength(2_000);
  expect(lines).toHaveBeenCalledTimes(6);
});
