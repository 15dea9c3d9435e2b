import { readFile } from 'node:fs/promises';
import type { RouterConfig } from '../config.ts';
import { html, plain, type Route } from '../http.ts';
import { readAsset } from './assets.ts';
import { graphiqlPage, sandboxPage } from './pages.ts';

const BELOW_GRAPHIQL = '/graphiql/';

/** The pages for people: Sandbox at `/`, GraphiQL with its files at `/graphiql`. Throws when the configured document cannot be read. */
export async function createPageRoutes({
  devToken,
  pageDocument,
}: Pick<RouterConfig, 'devToken' | 'pageDocument'>): Promise<Readonly<Record<string, Route>>> {
  const document = pageDocument === undefined ? undefined : await readFile(pageDocument, 'utf8');
  const page = { devToken, document };
  return {
    '/': async () => html(sandboxPage(page)),
    '/graphiql': async () => html(graphiqlPage(page)),
    [`${BELOW_GRAPHIQL}*`]: async ({ path }) => {
      const asset = await readAsset(path.slice(BELOW_GRAPHIQL.length));
      if (!asset) return plain(404, 'There is no such file.');
      return {
        status: 200,
        headers: [
          ['content-type', asset.type],
          ['cache-control', 'max-age=3600'],
        ],
        body: asset.body,
      };
    },
  };
}
