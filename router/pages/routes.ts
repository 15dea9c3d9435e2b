import { readFile } from 'node:fs/promises';
import { errorMessage } from '../../platform/errors.ts';
import type { PageConfig } from '../config/config.ts';
import { htmlResponse, routeHandler, textResponse } from '../http/responses.ts';
import type { Handler } from '../http/server.ts';
import { readAsset } from './assets.ts';
import { graphiqlPage, sandboxPage } from './pages.ts';

const GRAPHIQL_FILES = '/graphiql/';

async function readDocument(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const reason = errorMessage(error);
    throw new Error(`The document ${file} of the pages cannot be read: ${reason}`, { cause: error });
  }
}

/**
 * The routes of Sandbox at `/` and of GraphiQL with its files at `/graphiql`. Throws when the document cannot
 * be read.
 */
export async function createPageRoutes({
  devToken,
  document: file,
}: PageConfig): Promise<Readonly<Record<string, Handler>>> {
  const document = file === undefined ? undefined : await readDocument(file);
  const page = { devToken, document };
  return {
    '/': routeHandler(async () => htmlResponse(sandboxPage(page))),
    '/graphiql': routeHandler(async () => htmlResponse(graphiqlPage(page))),
    [`${GRAPHIQL_FILES}*`]: routeHandler(async ({ path }) => {
      const asset = await readAsset(path.slice(GRAPHIQL_FILES.length));
      if (!asset) return textResponse(404, 'File not found.');
      return {
        status: 200,
        contentType: asset.type,
        headers: [['cache-control', 'max-age=3600']],
        body: asset.body,
      };
    }),
  };
}
