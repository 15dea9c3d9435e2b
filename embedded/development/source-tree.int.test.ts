import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { followSources, type SourceTree } from './source-tree.ts';

describe('followSources', () => {
  let root: string;
  let changes: string[];
  let tree: SourceTree;
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  };
  const untilChanged = (...paths: readonly string[]) =>
    vi.waitFor(() => expect(changes).toEqual(expect.arrayContaining([...paths])), 10_000);

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'meetingroom-sources-'));
    await write('platform/a.ts', 'a');
    await write('node_modules/b.ts', 'b');
    await write('data/c.json', 'c');
    changes = [];
    tree = followSources(root, [join(root, 'data')], (paths) => changes.push(...paths));
  });
  afterEach(async () => {
    tree.close();
    await rm(root, { recursive: true });
  });

  test('reports a saved file once, and reads its new text', async () => {
    await write('platform/a.ts', 'a2');
    await untilChanged('platform/a.ts');
    expect(tree.read('platform/a.ts')).toBe('a2');
    await write('platform/b.ts', 'b');
    await untilChanged('platform/b.ts');
    expect(changes).toEqual(['platform/a.ts', 'platform/b.ts']);
  });

  test('reports a file that an editor replaces by renaming, as often as it does', async () => {
    for (const text of ['a2', 'a3']) {
      changes.length = 0;
      await write('platform/a.ts~', text);
      await rename(join(root, 'platform/a.ts~'), join(root, 'platform/a.ts'));
      await untilChanged('platform/a.ts');
      expect(changes).toEqual(['platform/a.ts']);
      expect(tree.read('platform/a.ts')).toBe(text);
    }
  });

  test('follows new folders, and reports what is gone', async () => {
    await write('subgraphs/room/main.ts', 'main');
    await untilChanged('subgraphs/room/main.ts');
    await write('subgraphs/room/domain/room.ts', 'room');
    await untilChanged('subgraphs/room/domain/room.ts');
    changes.length = 0;
    await rm(join(root, 'subgraphs'), { recursive: true });
    await untilChanged('subgraphs/room/main.ts', 'subgraphs/room/domain/room.ts');
    expect(tree.read('subgraphs/room/main.ts')).toBeUndefined();
  });

  test('passes over unchanged content, packages, ignored folders and files of editors', async () => {
    await write('platform/a.ts', 'a');
    await write('platform/.a.ts.swp', 'a');
    await write('platform/.#a.ts', 'a');
    await write('platform/a.ts~', 'a');
    await write('platform/4913', 'a');
    await write('node_modules/b.ts', 'b2');
    await write('data/c.json', 'c2');
    await write('platform/last.ts', 'last');
    await untilChanged('platform/last.ts');
    expect(changes).toEqual(['platform/last.ts']);
  });
});
