import type { Role } from '../identity/index.ts';
import type { TestIssuer } from './issuer.ts';

/** What a subgraph answers to what a test asks: the test says what its documents have for data. */
export type SubgraphAnswer<Data> = {
  readonly data: Data;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
};

/** Asks a subgraph's own server over HTTP, with tokens of a test issuer. */
export function createSubgraphClient<Data>(url: string, issuer: TestIssuer) {
  /** Asks without signing in, or with a header as given. */
  async function post(
    query: string,
    variables: object,
    authorization?: string,
  ): Promise<SubgraphAnswer<Data>> {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as SubgraphAnswer<Data>;
  }

  return {
    post,
    /** Asks as somebody of a role. */
    async ask(
      role: Role,
      query: string,
      variables: object = {},
      subject: string = role,
    ): Promise<SubgraphAnswer<Data>> {
      return post(query, variables, `Bearer ${await issuer.token({ subject, role })}`);
    },
  };
}
