import type { Answer } from '../../examples/client.ts';
import { eventually } from '../../platform/testing/eventually.ts';

export type Watch<Data> = {
  /** What has arrived so far. */
  readonly seen: readonly Answer<Data>[];
  /** Waits for an item that matches, and returns it. */
  until(fits: (data: Data) => boolean): Promise<Data>;
  /** How the subscription ended: the server's refusal, or undefined if it just ended. */
  readonly ended: Promise<unknown>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** Reads a subscription in the background and keeps what arrives. */
export function watch<Data>(subscription: AsyncIterableIterator<Answer<Data>>): Watch<Data> {
  const seen: Answer<Data>[] = [];

  async function read(): Promise<unknown> {
    try {
      for await (const answer of subscription) seen.push(answer);
      return undefined;
    } catch (error) {
      return error;
    }
  }

  const ended = read();
  return {
    seen,
    ended,
    until: (fits) =>
      eventually(() => {
        const found = seen.find(({ data }) => data && fits(data))?.data;
        if (!found) throw new Error(`Nothing that matches has arrived, only ${JSON.stringify(seen)}`);
        return found;
      }),
    async [Symbol.asyncDispose]() {
      await subscription.return?.();
      await ended;
    },
  };
}
