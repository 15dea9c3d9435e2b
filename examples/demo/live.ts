import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { Client } from '../client.ts';

export type Live<Data> = {
  /** Everything that has arrived so far. */
  readonly seen: readonly Data[];
  close(): Promise<void>;
};

/** Subscribes, and passes on what arrives. */
export function follow<Data, Variables extends object>(
  client: Client,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  onData: (data: Data) => void,
): Live<Data> {
  const seen: Data[] = [];
  const subscription = client.subscribe(document, variables);

  async function read(): Promise<void> {
    for await (const { data } of subscription) {
      if (!data) continue;
      seen.push(data);
      onData(data);
    }
  }

  const reading = read();
  return {
    seen,
    async close() {
      await subscription.return?.();
      await reading;
    },
  };
}
