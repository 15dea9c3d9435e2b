import { get } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

const TIMEOUT_MS = 2_000;

/** The status of an answer, and its body where that is JSON. */
export type HttpAnswer = { readonly status: number; readonly body: unknown };

/** GETs an address; undefined without a whole answer in time. */
export async function getHttp(url: string): Promise<HttpAnswer | undefined> {
  const answer = await getText(url);
  return answer && { status: answer.status, body: parseJson(answer.text) };
}

/** The same, with the body as it is. */
export async function getText(
  url: string,
): Promise<{ readonly status: number; readonly text: string } | undefined> {
  return new Promise((resolve) => {
    const request = get(url, { timeout: TIMEOUT_MS, agent: false }, (response) => {
      text(response).then(
        (body) => resolve({ status: response.statusCode ?? 0, text: body }),
        () => resolve(undefined),
      );
    });
    request.on('timeout', () => request.destroy());
    request.on('close', () => resolve(undefined));
    request.on('error', () => resolve(undefined));
  });
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Tells whether GET on the address returns 200. */
export async function answersHttp(url: string): Promise<boolean> {
  return (await getHttp(url))?.status === 200;
}

/** A port of the loopback, or the file of a Unix socket. */
export type Place = number | string;

/** Whether a server at this place sends data that begins with `start`, after `request` if there is one. */
export async function replies(
  place: Place,
  { request, start = '' }: { readonly request?: Buffer; readonly start?: string },
): Promise<boolean> {
  return new Promise((resolve) => {
    const at = typeof place === 'number' ? { port: place, host: '127.0.0.1' } : { path: place };
    const socket = connect({ ...at, timeout: TIMEOUT_MS });
    if (request) socket.once('connect', () => socket.write(request));
    socket.once('data', (data) => {
      resolve(data.toString('latin1').startsWith(start));
      socket.destroy();
    });
    socket.on('timeout', () => socket.destroy());
    socket.on('error', () => resolve(false));
    socket.on('close', () => resolve(false));
  });
}
