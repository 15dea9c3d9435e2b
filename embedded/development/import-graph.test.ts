import { describe, expect, test } from 'vitest';
import { createImportGraph, importedFiles, syntaxErrors } from './import-graph.ts';

describe('importedFiles', () => {
  test('finds imports, re-exports and dynamic imports', () => {
    const text = `
      import './side-effect.ts';
      import { a, type B } from '../a.ts';
      export * from './deep/c.ts';
      const d = await import('./d.ts');
    `;
    expect(importedFiles('room/main.ts', text)).toEqual([
      'room/side-effect.ts',
      'a.ts',
      'room/deep/c.ts',
      'room/d.ts',
    ]);
  });

  test('leaves out packages, and what only types are imported from', () => {
    const text = `
      import { z } from 'zod';
      import type { A } from './a.ts';
      export type { B } from './b.ts';
      const text = "import './c.ts'"; // import './d.ts'
    `;
    expect(importedFiles('main.ts', text)).toEqual([]);
  });
});

describe('the import graph', () => {
  test('follows imports through modules, also in a circle', () => {
    const files = new Map([
      ['main.ts', "import './a.ts';"],
      ['a.ts', "import './b.ts'; import './gone.ts';"],
      ['b.ts', "import './a.ts';"],
      ['c.ts', ''],
    ]);
    const graph = createImportGraph((path) => files.get(path));
    expect([...graph.modulesOf('main.ts')]).toEqual(['main.ts', 'a.ts', 'b.ts', 'gone.ts']);
  });

  test('reads a module again only after forget', () => {
    const files = new Map([['main.ts', '']]);
    const graph = createImportGraph((path) => files.get(path));
    expect(graph.modulesOf('main.ts').size).toBe(1);
    files.set('main.ts', "import './a.ts';");
    expect(graph.modulesOf('main.ts').size).toBe(1);
    graph.forget('main.ts');
    expect([...graph.modulesOf('main.ts')]).toEqual(['main.ts', 'a.ts']);
  });
});

describe('syntaxErrors', () => {
  test('names the file and the line', () => {
    expect(syntaxErrors('room/main.ts', 'const a = 1;\nconst b = ;\n')).toMatch(
      /^room\/main\.ts\(2,11\): error TS\d+: Expression expected\.$/,
    );
  });

  test('does not check types', () => {
    expect(syntaxErrors('main.ts', 'const a: number = "text";')).toBeUndefined();
  });
});
