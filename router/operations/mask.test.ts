import { describe, expect, test, vi } from 'vitest';
import { createLogger } from '../../platform/telemetry/logger.ts';
import { finishResult } from './finish.ts';
import { maskError } from './mask.ts';

describe('an error', () => {
  test.each(['FORBIDDEN', 'SUBGRAPH_UNAVAILABLE', 'SOME_CODE_OF_A_SUBGRAPH', 'GRAPHQL_VALIDATION_FAILED'])(
    'with the code %s goes out with its message',
    (code) => {
      const error = { message: 'Because.', path: ['a', 0], extensions: { code, subgraph: 's' } };
      expect(maskError(error, 'c')).toEqual({ error, masked: false });
    },
  );

  test.each([
    ['without a code', {}],
    ['with a code that says nothing', { code: 'INTERNAL_SERVER_ERROR' }],
    ['about a document that the router wrote', { code: 'GRAPHQL_VALIDATION_FAILED', serviceName: 's' }],
    ['with a code that is no text', { code: 42 }],
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

  test('never carries a stack', () => {
    const extensions = { code: 'FORBIDDEN', stacktrace: ['at x'], exception: {}, http: { status: 403 } };
    expect(maskError({ message: 'No.', extensions }, 'c').error.extensions).toEqual({ code: 'FORBIDDEN' });
  });
});

describe('a result', () => {
  const log = createLogger('test', 'silent');

  test('is logged where it is masked, with the fault itself', () => {
    const logged = vi.spyOn(log, 'error');
    const fault = new Error('the fault');
    finishResult({ data: null, errors: [{ message: 'the fault' }] }, { correlationId: 'c', log }, [fault]);
    expect(logged).toHaveBeenCalledWith({ err: fault, path: undefined }, 'operation failed');
  });

  test('that is nothing but null says that something went wrong', () => {
    const extensions = { valueCompletion: [{ message: 'Cannot return null for T.f', path: ['a'] }] };
    expect(finishResult({ data: null, extensions }, { correlationId: 'c', log })).toMatchObject({
      data: null,
      errors: [{ path: ['a'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
    expect(finishResult({ data: { a: 1 }, extensions }, { correlationId: 'c', log })).toEqual({
      data: { a: 1 },
    });
  });
});
