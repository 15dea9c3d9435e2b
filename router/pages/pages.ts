import type { RouterConfig } from '../config/config.ts';
import type { HostsConfig } from '../http/hosts.ts';
import {
  type Endpoint,
  type Handler,
  htmlResponse,
  jsonResponse,
  routeHandler,
  send,
  textResponse,
} from '../http/server.ts';
import { readAsset, readPageFile } from './assets.ts';
import { readSandboxScript } from './sandbox-script.ts';
import { readTabs } from './tabs.ts';
import { createTokensHandler } from './tokens.ts';

/** The files and the data of both pages. */
const FILES = '/graphiql/';

/** Where the page of Sandbox has its script. */
const SCRIPT_PLACE = '<!-- the script of Sandbox -->';
/** The frame that the script opens. */
const SANDBOX_FRAME = 'https://sandbox.embed.apollographql.com';

const GRAPHIQL_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  // Dialogs of GraphiQL insert style elements.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const SANDBOX_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  `frame-src ${SANDBOX_FRAME}`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The headers of every response below a page. No other origin reads, embeds or holds on to it. */
function pageHeaders(policy: string, opener = 'same-origin'): Readonly<Record<string, string>> {
  return {
    'content-security-policy': policy,
    'cross-origin-opener-policy': opener,
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  };
}

/**
 * Sandbox at `/` and GraphiQL with its files at `/graphiql`. Throws when the file with the tabs cannot be
 * read.
 */
export async function createPageRoutes(
  { devTokens, tabs: file }: NonNullable<RouterConfig['pages']>,
  hosts: HostsConfig,
): Promise<Readonly<Record<string, Endpoint>>> {
  const [tabs, script, sandboxPage, graphiqlPage] = await Promise.all([
    readTabs(file),
    readSandboxScript(FILES),
    readPageFile('sandbox.html'),
    readPageFile('graphiql.html'),
  ]);
  const graphiql = { hosts, headers: pageHeaders(GRAPHIQL_POLICY) };
  // Sandbox signs in to Apollo in a window that answers to its opener.
  const sandbox = { hosts, headers: pageHeaders(SANDBOX_POLICY, 'same-origin-allow-popups') };
  return {
    '/': {
      ...sandbox,
      handle: routeHandler(async () => htmlResponse(sandboxPage.replace(SCRIPT_PLACE, script.element))),
    },
    '/graphiql': {
      ...graphiql,
      handle: routeHandler(async () => htmlResponse(graphiqlPage)),
    },
    [`${FILES}tabs`]: { ...graphiql, handle: routeHandler(async () => jsonResponse(200, tabs)) },
    [`${FILES}tokens`]: { ...graphiql, handle: createTokensHandler(devTokens) },
    [`${FILES}${script.name}`]: {
      ...sandbox,
      handle: routeHandler(async () => ({
        status: 200,
        contentType: 'text/javascript; charset=utf-8',
        headers: [['cache-control', 'public, max-age=31536000, immutable']],
        body: script.body,
      })),
    },
    [`${FILES}*`]: {
      ...graphiql,
      handle: routeHandler(async ({ path }) => {
        const asset = await readAsset(path.slice(FILES.length));
        if (!asset) return textResponse(404, 'File not found.');
        // A browser asks each time, so that a page and its files are of one version.
        return {
          status: 200,
          contentType: asset.type,
          headers: [['cache-control', 'no-cache']],
          body: asset.body,
        };
      }),
    },
  };
}

/** Leads a browser that opens the address of the graph to GraphiQL. API clients are not affected. */
export function leadBrowsersToPage(handle: Handler): Handler {
  return async (request) => {
    const { method, headers } = request.message;
    const isBrowser =
      method === 'GET' &&
      /\btext\/html\b/i.test(headers.accept ?? '') &&
      !/json|event-stream/i.test(headers.accept ?? '');
    if (!isBrowser || !isWithoutOperation(request.search)) return handle(request);
    send(request, 303, undefined, '', [
      ['location', '/graphiql'],
      ['cache-control', 'no-store'],
    ]);
  };
}

function isWithoutOperation(search: string): boolean {
  const parameters = new URLSearchParams(search);
  return !parameters.has('query') && !parameters.has('extensions');
}
