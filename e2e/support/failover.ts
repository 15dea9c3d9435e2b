import { setImmediate as nextTurn } from 'node:timers/promises';
import { print } from 'graphql';
import { createClient as createSocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Answer, Client, HttpAnswer } from '../../examples/client.ts';

/**
 * A client of several routers. It switches when a response says that the router is leaving, or a connection
 * is refused. It never sends a request twice.
 */
export function createFailoverClient(urls: readonly string[], token: string): Pick<Client, 'run'> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  let preferred = Math.floor(Math.random() * urls.length);

  async function ask<Data>(body: string): Promise<HttpAnswer<Data>> {
    const url = new URL('/graphql', urls[preferred % urls.length]);
    const response = await fetch(url, { method: 'POST', headers, body });
    if (response.headers.get('connection') === 'close') preferred += 1;
    return { status: response.status, ...((await response.json()) as Answer<Data>) };
  }

  return {
    async run(document, variables) {
      const query = typeof document === 'string' ? document : print(document);
      const body = JSON.stringify({ query, variables });
      for (let left = urls.length; ; left -= 1) {
        try {
          return await ask(body);
        } catch (error) {
          if (!isRefusal(error) || left === 1) throw error;
          preferred += 1;
        }
      }
    },
  };
}

/** True if nothing listened, so that nothing was sent. */
export function isRefusal(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED';
}

export type Followed<Data> = {
  readonly changes: readonly Data[];
  readonly breaks: () => number;
  close(): Promise<void>;
};

/**
 * Follows a subscription until closed: when its connection ends, it continues at the next router after the
 * last cursor.
 *
 * @param cursorOf returns the cursor of a change
 * @param onChange called with each change
 */
export function follow<Data>({
  urls,
  token,
  query,
  variables,
  cursorOf,
  onChange,
}: {
  readonly urls: readonly string[];
  readonly token: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly cursorOf: (data: Data) => string;
  readonly onChange: (data: Data) => void;
}): Followed<Data> {
  const changes: Data[] = [];
  let current: ReturnType<typeof createSocketClient> | undefined;
  let isClosed = false;
  let breaks = -1;

  async function run(): Promise<void> {
    for (let turn = 0; !isClosed; turn += 1) {
      const url = `${urls[turn % urls.length]}/graphql`.replace(/^http/, 'ws');
      const connectionParams = { authorization: `Bearer ${token}` };
      const client = createSocketClient({
        url,
        webSocketImpl: WebSocket,
        retryAttempts: 0,
        connectionParams,
      });
      current = client;
      const last = changes.at(-1);
      const after = last === undefined ? undefined : cursorOf(last);
      breaks += 1;
      try {
        for await (const { data, errors } of client.iterate<Data>({
          query,
          variables: { ...variables, after },
        })) {
          if (errors || !data) throw new Error(`A change came with errors: ${JSON.stringify(errors)}`);
          changes.push(data);
          onChange(data);
        }
      } catch (error) {
        if (error instanceof Error && error.message.startsWith('A change')) throw error;
        // The connection ended or was refused.
        await nextTurn();
      }
      await client.dispose();
    }
  }

  const running = run();
  return {
    changes,
    breaks: () => breaks,
    async close() {
      isClosed = true;
      await current?.dispose();
      await running;
    },
  };
}
