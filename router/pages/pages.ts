import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { errorMessage } from '../../platform/errors.ts';
import type { RouterConfig } from '../config/config.ts';
import { type Handler, htmlResponse, routeHandler, textResponse } from '../http/server.ts';

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
}: NonNullable<RouterConfig['pages']>): Promise<Readonly<Record<string, Handler>>> {
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

type PageOptions = {
  /** A token for the pages' initial Authorization header; not in production. */
  readonly devToken: string | undefined;
  /** The editor's initial document. */
  readonly document?: string | undefined;
};

const DEFAULT_DOCUMENT = `# Write a query here and run it with Ctrl-Enter.
query Hello {
  __typename
}
`;

/** A page with Apollo Sandbox, loaded from Apollo's servers, for this router. */
function sandboxPage(options: PageOptions): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Graph</title>
<style>
  html, body { margin: 0; height: 100%; font: 16px/1.5 system-ui, sans-serif; }
  body { display: flex; flex-direction: column; }
  p { margin: 0; padding: 6px 16px; background: #f3f4f6; }
  #sandbox { flex: 1; }
  #sandbox iframe { border: 0; width: 100%; height: 100%; }
</style></head>
<body>
<p>Apollo Sandbox is loaded from the internet. Offline, use <a href="/graphiql">/graphiql</a>.</p>
<div id="sandbox"></div>
<script src="https://embeddable-sandbox.cdn.apollographql.com/_latest/embeddable-sandbox.umd.production.min.js"></script>
<script>
  const settings = ${inScript(settings(options))};
  if (window.EmbeddedSandbox) new window.EmbeddedSandbox({
    target: '#sandbox',
    initialEndpoint: new URL('/graphql', location.href).href,
    initialSubscriptionEndpoint: new URL('/graphql', location.href.replace(/^http/, 'ws')).href,
    includeCookies: false,
    initialState: { document: settings.document, headers: settings.headers, includeCookies: false },
  });
</script>
</body>
</html>`;
}

/**
 * A page with GraphiQL from the router's own files. It works offline and supports subscriptions over
 * WebSocket.
 */
export function graphiqlPage(options: PageOptions): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>GraphiQL</title>
<link rel="stylesheet" href="/graphiql/graphiql.css">
<style>html, body, #graphiql { margin: 0; height: 100%; }</style></head>
<body>
<div id="graphiql">Loading…</div>
<script src="/graphiql/react.js"></script>
<script src="/graphiql/react-dom.js"></script>
<script src="/graphiql/graphql-ws.js"></script>
<script src="/graphiql/graphiql.js"></script>
<script>
  const settings = ${inScript(settings(options))};
  const http = GraphiQL.createFetcher({ url: '/graphql' });
  let connection;

  // A connection has the headers with which it was opened: changed headers need a new connection.
  function connectionWith(headers) {
    const key = JSON.stringify(headers);
    if (connection?.key === key) return connection.client;
    void connection?.client.dispose();
    const client = graphqlWs.createClient({
      url: new URL('/graphql', location.href.replace(/^http/, 'ws')).href,
      connectionParams: headers,
    });
    connection = { key, client };
    return client;
  }

  function isSubscription(params, document) {
    const operations = document.definitions.filter((each) => each.kind === 'OperationDefinition');
    const named = operations.find((each) => each.name?.value === params.operationName);
    return (named ?? operations[0])?.operation === 'subscription';
  }

  function fetcher(params, options) {
    if (!options?.documentAST || !isSubscription(params, options.documentAST)) return http(params, options);
    return connectionWith(options.headers ?? {}).iterate(params);
  }

  ReactDOM.createRoot(document.getElementById('graphiql')).render(
    React.createElement(GraphiQL, {
      fetcher,
      defaultQuery: settings.document,
      defaultHeaders: JSON.stringify(settings.headers, null, 2),
      defaultEditorToolsVisibility: true,
      shouldPersistHeaders: false,
      isHeadersEditorEnabled: true,
    }),
  );
</script>
</body>
</html>`;
}

function settings({ devToken, document = DEFAULT_DOCUMENT }: PageOptions) {
  return {
    document,
    headers: devToken ? { Authorization: `Bearer ${devToken}` } : {},
  };
}

/** JSON that is safe inside a script element. */
function inScript(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

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

type Asset = { readonly body: Buffer; readonly type: string };

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
