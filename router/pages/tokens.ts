import { decodeJwt } from 'jose';
import { isFromThisMachine } from '../../platform/http/loopback.ts';
import { isPreflighted } from '../http/cross-origin.ts';
import { type Handler, send } from '../http/server.ts';

/** A user that the pages can act as. */
type User = { readonly name: string; readonly role: string | undefined; readonly token: string };

/**
 * Hands the tokens to the router's own pages on this machine. A page of another origin gets none: its request
 * needs a preflight, which is not allowed here, and names its own origin.
 */
export function createTokensHandler(tokens: readonly string[]): Handler {
  const users = tokens.map(userOf);
  return async (request) => {
    const { method, headers } = request.message;
    if (method !== 'POST') return send(request, 405, TEXT, 'Use POST.\n', [['allow', 'POST']]);
    const site = headers['sec-fetch-site'];
    const isOwnPage =
      headers.origin === `http://${headers.host}` && (site === undefined || site === 'same-origin');
    if (!isOwnPage || !isPreflighted(headers, []) || !isFromThisMachine(request.message)) {
      return send(
        request,
        403,
        TEXT,
        'Only the pages of this router get tokens, and on this machine only.\n',
      );
    }
    send(request, 200, 'application/json; charset=utf-8', JSON.stringify(users), [
      ['cache-control', 'no-store'],
    ]);
  };
}

const TEXT = 'text/plain; charset=utf-8';

function userOf(token: string, index: number): User {
  try {
    const { sub, role } = decodeJwt(token);
    return {
      name: sub ?? `user ${index + 1}`,
      role: typeof role === 'string' ? role : undefined,
      token,
    };
  } catch {
    // The router may forward tokens that it does not read.
    return { name: `user ${index + 1}`, role: undefined, token };
  }
}
