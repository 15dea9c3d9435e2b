import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** The files of the GraphiQL page in the installed packages. */
const ASSETS = {
  'graphiql.css': { packageName: 'graphiql', file: 'graphiql.min.css', type: 'text/css' },
  'graphiql.js': { packageName: 'graphiql', file: 'graphiql.min.js', type: 'text/javascript' },
  'react.js': { packageName: 'react', file: 'umd/react.production.min.js', type: 'text/javascript' },
  'react-dom.js': {
    packageName: 'react-dom',
    file: 'umd/react-dom.production.min.js',
    type: 'text/javascript',
  },
  'graphql-ws.js': { packageName: 'graphql-ws', file: 'umd/graphql-ws.min.js', type: 'text/javascript' },
} as const;

export type Asset = { readonly body: Buffer; readonly type: string };

/** Reads a file of the page; undefined for other names. */
export async function readAsset(name: string): Promise<Asset | undefined> {
  if (!isAsset(name)) return undefined;
  const { packageName, file, type } = ASSETS[name];
  const folder = dirname(require.resolve(`${packageName}/package.json`));
  return { body: await readFile(join(folder, file)), type: `${type}; charset=utf-8` };
}

function isAsset(name: string): name is keyof typeof ASSETS {
  return Object.hasOwn(ASSETS, name);
}
