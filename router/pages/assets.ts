import { readFile } from 'node:fs/promises';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

const [CSS, SCRIPT, SVG] = ['text/css', 'text/javascript', 'image/svg+xml'] as const;

type Source = { readonly type: string; readonly packageName?: string; readonly file: string };

/** The files of the pages: of installed packages, or of the folder `browser`. */
const ASSETS = {
  'graphiql.css': { packageName: 'graphiql', file: 'graphiql.min.css', type: CSS },
  'graphiql.js': { packageName: 'graphiql', file: 'graphiql.min.js', type: SCRIPT },
  'react.js': { packageName: 'react', file: 'umd/react.production.min.js', type: SCRIPT },
  'react-dom.js': { packageName: 'react-dom', file: 'umd/react-dom.production.min.js', type: SCRIPT },
  'graphql-ws.js': { packageName: 'graphql-ws', file: 'umd/graphql-ws.min.js', type: SCRIPT },
  'favicon.svg': { file: 'favicon.svg', type: SVG },
  'graphiql-page.css': { file: 'graphiql-page.css', type: CSS },
  'graphiql-page.ts': { file: 'graphiql-page.ts', type: SCRIPT },
  'panel.ts': { file: 'panel.ts', type: SCRIPT },
  'execution.ts': { file: 'execution.ts', type: SCRIPT },
  'keyboard.ts': { file: 'keyboard.ts', type: SCRIPT },
  'user-choice.css': { file: 'user-choice.css', type: CSS },
  'user-choice.ts': { file: 'user-choice.ts', type: SCRIPT },
  'settings.ts': { file: 'settings.ts', type: SCRIPT },
  'sandbox-page.css': { file: 'sandbox-page.css', type: CSS },
  'sandbox-page.ts': { file: 'sandbox-page.ts', type: SCRIPT },
} as const satisfies Readonly<Record<string, Source>>;

type Asset = { readonly body: Buffer | string; readonly type: string };

/** Reads a file of the pages; undefined for other names. Types are stripped from TypeScript. */
export async function readAsset(name: string): Promise<Asset | undefined> {
  if (!isAsset(name)) return undefined;
  const source: Source = ASSETS[name];
  const type = `${source.type}; charset=utf-8`;
  if (source.packageName !== undefined) {
    const folder = dirname(require.resolve(`${source.packageName}/package.json`));
    return { body: await readFile(join(folder, source.file)), type };
  }
  const text = await readPageFile(source.file);
  return { body: name.endsWith('.ts') ? stripTypeScriptTypes(text) : text, type };
}

/** Reads a file of the folder `browser`. */
export function readPageFile(file: string): Promise<string> {
  return readFile(join(import.meta.dirname, 'browser', file), 'utf8');
}

function isAsset(name: string): name is keyof typeof ASSETS {
  return Object.hasOwn(ASSETS, name);
}
