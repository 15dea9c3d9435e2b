import type { Role } from '../identity/index.ts';
import type { TestIssuer } from './issuer.ts';

/** What a subgraph answers to what a test asks: the test says what its documents have for data. */
export type SubgraphAnswer<Data> = {
  readonly data: Data;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
};

export type SubgraphClient<Data> = {
  /** Asks without signing in, or with a header as given. */
  post(query: string, variables: object, authorization?: string): Promise<SubgraphAnswer<Data>>;
  /** Asks as somebody of a role; the subject is the role's name when left out. */
  ask(role: Role, query: string, variables?: object, subject?: string): Promise<SubgraphAnswer<Data>>;
};

/** Asks a subgraph's own server over HTTP, with tokens of a test issuer. */
export function createSubgraphClient<Data>(url: string, issuer: TestIssuer): SubgraphClient<Data> {
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
    ask: async (role, query, variables = {}, subject = role) =>
      post(query, variables, `Bearer ${await issuer.token({ subject, role })}`),
  };
}
