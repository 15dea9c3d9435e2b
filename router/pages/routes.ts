import { readFile } from 'node:fs/promises';
import { errorMessage } from '../../platform/errors.ts';
import type { PageConfig } from '../config/config.ts';
import { html, plain, replyWith } from '../http/replies.ts';
import type { Handler } from '../http/server.ts';
import { readAsset } from './assets.ts';
import { graphiqlPage, sandboxPage } from './pages.ts';

const BELOW_GRAPHIQL = '/graphiql/';

async function readDocument(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const reason = errorMessage(error);
    throw new Error(`The document of the pages ${file} cannot be used: ${reason}`, { cause: error });
  }
}

/** The pages for people: Sandbox at `/`, GraphiQL with its files at `/graphiql`. Throws when the configured document cannot be read. */
export async function createPageRoutes({
  devToken,
  document: file,
}: PageConfig): Promise<Readonly<Record<string, Handler>>> {
  const document = file === undefined ? undefined : await readDocument(file);
  const page = { devToken, document };
  return {
    '/': replyWith(async () => html(sandboxPage(page))),
    '/graphiql': replyWith(async () => html(graphiqlPage(page))),
    [`${BELOW_GRAPHIQL}*`]: replyWith(async ({ path }) => {
      const asset = await readAsset(path.slice(BELOW_GRAPHIQL.length));
      if (!asset) return plain(404, 'There is no such file.');
      return {
        status: 200,
        contentType: asset.type,
        headers: [['cache-control', 'max-age=3600']],
        body: asset.body,
      };
    }),
  };
}
