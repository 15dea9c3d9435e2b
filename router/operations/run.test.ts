import { OperationTypeNode, parse } from 'graphql';
import { describe, expect, test, vi } from 'vitest';
import { createLogger } from '../../platform/telemetry/logger.ts';
import type { ExecutionRequest } from '../execution/compile.ts';
import type { ExecutionResult } from '../execution/state.ts';
import { OPERATION_CONTEXT } from '../testing/operation-context.ts';
import type { RunningContext } from './contexts.ts';
import { type AdmittedOperation, createRun, resultOf } from './operations.ts';

const log = createLogger('test', 'silent');

function someContext(): RunningContext {
  const ending = new AbortController();
  return {
    ...OPERATION_CONTEXT,
    correlationId: 'c',
    signal: ending.signal,
    abort: (reason) => ending.abort(reason),
    log,
  };
}

function admitted(execute: (request: ExecutionRequest) => Promise<ExecutionResult>): AdmittedOperation {
  return {
    kind: 'admitted',
    // Running looks at the operation alone.
    graph: undefined as never,
    operation: {
      kind: OperationTypeNode.QUERY,
      coerce: () => ({ kind: 'coerced', values: {} }),
      execute,
      live: undefined,
    },
    variables: {},
    document: parse('{ a }'),
    deprecated: [],
    operationName: undefined,
    hash: '',
    listedName: undefined,
    cost: 0,
  };
}

describe('an operation', () => {
  test('results in its data, unchanged', async () => {
    const run = createRun({ limitMs: 60_000 });
    const answer = await run(
      admitted(async () => ({ data: '{"a":1}', errors: [] })),
      someContext(),
    );
    expect(answer).toEqual({ kind: 'result', text: '{"data":{"a":1}}', hasErrors: false });
  });

  test('that exceeds its time limit is aborted with OPERATION_TIMEOUT', async () => {
    const run = createRun({ limitMs: 1 });
    const context = someContext();
    const answer = await run(
      admitted(
        () =>
          new Promise((_, reject) =>
            context.signal?.addEventListener('abort', () => reject(new Error('broken off'))),
          ),
      ),
      context,
    );
    expect(answer).toMatchObject({
      kind: 'refused',
      status: 504,
      errors: [{ extensions: { code: 'OPERATION_TIMEOUT', allowed: 1 } }],
    });
    expect(context.signal?.aborted).toBe(true);
  });

  test('rejects on a fault of the router', async () => {
    const run = createRun({ limitMs: 60_000 });
    const failing = admitted(() => Promise.reject(new Error('a fault')));
    await expect(run(failing, someContext())).rejects.toThrow('a fault');
  });
});

describe('an execution result', () => {
  const context = { correlationId: 'c', log };

  test('has masked errors, whose causes are logged', () => {
    const logged = vi.spyOn(log, 'error');
    const cause = new Error('the fault');
    const { text } = resultOf(
      { data: '{"a":null}', errors: [{ message: 'm', path: ['a'], cause }] },
      context,
    );
    expect(JSON.parse(text)).toEqual({
      data: { a: null },
      errors: [
        {
          message: 'Internal server error',
          path: ['a'],
          extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId: 'c' },
        },
      ],
    });
    expect(logged).toHaveBeenCalledWith({ err: cause, path: ['a'] }, 'operation failed');
  });

  test('without data and errors gets an error', () => {
    expect(JSON.parse(resultOf({ data: 'null', errors: [] }, context).text)).toMatchObject({
      data: null,
      errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
  });
});
