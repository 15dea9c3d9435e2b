import type { Role } from '../identity/identity.ts';
import type { TestIssuer } from './issuer.ts';

/** A subgraph's response. The test declares the type of the data. */
export type SubgraphAnswer<Data> = {
  readonly data: Data;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
};

export type SubgraphClient<Data> = {
  /** Sends a request, without a token or with the given `Authorization` header. */
  post(query: string, variables: object, authorization?: string): Promise<SubgraphAnswer<Data>>;
  /** Sends a request with a token of a role. The subject is the role's name by default. */
  ask(role: Role, query: string, variables?: object, subject?: string): Promise<SubgraphAnswer<Data>>;
};

/** Creates an HTTP client of a subgraph's server, with tokens of a test issuer. */
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
