import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { createLogger } from '../../platform/telemetry/logger.ts';
import { eventually } from '../../platform/testing/eventually.ts';
import {
  createDocumentSource,
  createSafelist,
  followSafelist,
  noSafelist,
  readSafelist,
  sha256,
} from './persisted.ts';
import type { OperationRequest } from './request.ts';

const log = createLogger('test', 'silent');
const TEXT = '{ a }';

function persisted(sha256Hash: unknown, query?: string, version = 1): OperationRequest {
  return { query, extensions: { persistedQuery: { version, sha256Hash } } };
}

/** Finds the document of a request and registers it, as for a caller who may run it. */
function finding(...options: Parameters<typeof createDocumentSource>) {
  const source = createDocumentSource(...options);
  return (request: OperationRequest, to: typeof log) => {
    const found = source.find(request, to);
    if (typeof found === 'string') source.register(request);
    return found;
  };
}

function codeOf(found: ReturnType<ReturnType<typeof finding>>): unknown {
  return typeof found === 'string' ? found : found.errors[0]?.extensions?.code;
}

describe('automatic persisted queries', () => {
  const source = () => finding({ automatic: true, size: 2, bytes: 1_000_000 }, noSafelist);

  test('are requested, registered, and then found by their hash', () => {
    const find = source();
    expect(find(persisted(sha256(TEXT)), log)).toMatchObject({
      kind: 'refused',
      errors: [{ message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }],
    });
    expect(find(persisted(sha256(TEXT), TEXT), log)).toBe(TEXT);
    expect(find(persisted(sha256(TEXT)), log)).toBe(TEXT);
  });

  test('are not registered by the hash of another text', () => {
    const find = source();
    expect(codeOf(find(persisted(sha256('{ b }'), TEXT), log))).toBe('BAD_REQUEST');
    expect(codeOf(find(persisted(sha256('{ b }')), log))).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  test('are evicted beyond the limit', () => {
    const find = source();
    for (const text of ['{ a }', '{ b }', '{ c }']) find(persisted(sha256(text), text), log);
    expect(codeOf(find(persisted(sha256('{ a }')), log))).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect(find(persisted(sha256('{ c }')), log)).toBe('{ c }');
  });

  test('can be disabled', () => {
    const find = finding({ automatic: false, size: 2, bytes: 1_000_000 }, noSafelist);
    expect(find(persisted(sha256(TEXT), TEXT), log)).toBe(TEXT);
    expect(codeOf(find(persisted(sha256(TEXT)), log))).toBe('PERSISTED_QUERY_NOT_SUPPORTED');
  });

  test.each([
    ['another version', persisted(sha256(TEXT), TEXT, 2)],
    ['a hash that is no text', persisted(7)],
    ['something else', { extensions: { persistedQuery: 'x' } }],
    ['nothing at all', {}],
    ['an empty document', { query: '' }],
  ])('%s is a bad request', (_, request) => {
    expect(codeOf(source()(request, log))).toBe('BAD_REQUEST');
  });
});

describe('a safelist', () => {
  const listed = [{ id: 'a-1', name: 'A', body: TEXT }];

  test('in mode only refuses other documents', () => {
    const find = finding({ automatic: true, size: 2, bytes: 1_000_000 }, createSafelist('only', listed));
    expect(find({ query: TEXT }, log)).toBe(TEXT);
    expect(find(persisted('a-1'), log)).toBe(TEXT);
    expect(codeOf(find({ query: '{ a  }' }, log))).toBe('QUERY_NOT_IN_SAFELIST');
    expect(codeOf(find(persisted('b-1'), log))).toBe('PERSISTED_QUERY_NOT_IN_LIST');
    // Nor can one be registered.
    expect(codeOf(find(persisted(sha256('{ b }'), '{ b }'), log))).toBe('QUERY_NOT_IN_SAFELIST');
    expect(codeOf(find(persisted(sha256('{ b }')), log))).toBe('PERSISTED_QUERY_NOT_IN_LIST');
  });

  test('in mode log logs each other document once', () => {
    const logged = vi.spyOn(log, 'info');
    const find = finding({ automatic: true, size: 2, bytes: 1_000_000 }, createSafelist('log', listed));
    for (const query of [TEXT, '{ b }', '{ b }', '{ c }']) expect(find({ query }, log)).toBe(query);
    expect(logged.mock.calls.map(([about]) => about)).toEqual([
      { hash: sha256('{ b }'), query: '{ b }' },
      { hash: sha256('{ c }'), query: '{ c }' },
    ]);
  });

  test('names documents by their text', () => {
    expect(createSafelist('only', listed).nameOf(TEXT)).toBe('A');
    expect(createSafelist('only', [{ id: 'x', body: TEXT }]).nameOf(TEXT)).toBe('x');
  });

  test('follows its file; a file that is not a manifest does not change the list', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'safelist-'));
    const file = join(folder, 'manifest.json');
    const write = async (operations: unknown) => {
      const manifest = { format: 'apollo-persisted-query-manifest', version: 1, operations };
      await writeFile(`${file}.next`, JSON.stringify(manifest));
      await rename(`${file}.next`, file);
    };
    await write(listed);
    const failed = vi.spyOn(log, 'error');
    const safelist = await followSafelist('only', file, log);
    try {
      const find = finding({ automatic: true, size: 2, bytes: 1_000_000 }, safelist);
      expect(find({ query: TEXT }, log)).toBe(TEXT);
      await write([{ id: 'b-1', name: 'B', body: '{ b }' }]);
      await eventually(() => expect(find(persisted('b-1'), log)).toBe('{ b }'));
      expect(codeOf(find({ query: TEXT }, log))).toBe('QUERY_NOT_IN_SAFELIST');
      expect(safelist.nameOf('{ b }')).toBe('B');
      for (const [index, broken] of [[{ id: 'b-1' }], 'none'].entries()) {
        await write(broken);
        await eventually(() => expect(failed).toHaveBeenCalledTimes(index + 1));
        expect(find({ query: '{ b }' }, log)).toBe('{ b }');
      }
      await write(listed);
      await eventually(() => expect(find({ query: TEXT }, log)).toBe(TEXT));
    } finally {
      safelist.close();
      await rm(folder, { recursive: true });
    }
  });

  test("is read from a manifest in Apollo's format", async () => {
    const folder = await mkdtemp(join(tmpdir(), 'safelist-'));
    try {
      const file = join(folder, 'manifest.json');
      const operations = [{ id: 'a-1', name: 'A', type: 'query', body: TEXT }];
      const manifest = { format: 'apollo-persisted-query-manifest', version: 1, operations };
      await writeFile(file, JSON.stringify(manifest));
      expect((await readSafelist('only', file)).byId('a-1')).toBe(TEXT);
      await writeFile(file, JSON.stringify({ ...manifest, version: 2 }));
      await expect(readSafelist('only', file)).rejects.toThrow(/manifest\.json cannot be used.*version/s);
      const twice = [...operations, { id: 'a-1', body: '{ b }' }];
      await writeFile(file, JSON.stringify({ ...manifest, operations: twice }));
      await expect(readSafelist('only', file)).rejects.toThrow('two documents have the id a-1');
      await expect(readSafelist('only', join(folder, 'none.json'))).rejects.toThrow(/none\.json.*ENOENT/s);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
