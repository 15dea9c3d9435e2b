import { Pool } from 'undici';

/** Sends a body to a subgraph and returns the `data` of its response, typed by the query. */
export type Fetch = <Data>(subgraph: string, body: string) => Promise<Data>;

export type FetchAs = <Data>(subgraph: string, body: string, authorization: string) => Promise<Data>;

/** @param urls the addresses of the subgraphs */
export function createSubgraphs(urls: Readonly<Record<string, string>>): FetchAs {
  const subgraphs = new Map(
    Object.entries(urls).map(([name, url]) => {
      const { origin, pathname: path } = new URL(url);
      return [name, { path, pool: new Pool(origin) }];
    }),
  );

  return async <Data>(name: string, body: string, authorization: string) => {
    const subgraph = subgraphs.get(name);
    if (!subgraph) throw new Error(`No subgraph is called ${name}`);
    const { path, pool } = subgraph;
    const headers = { 'content-type': 'application/json', authorization };
    const answer = await pool.request({ path, method: 'POST', headers, body });
    const { data } = (await answer.body.json()) as { readonly data: Data };
    return data;
  };
}

/** A function that writes the body of an entity fetch, given the representations. */
export function entityQuery(selection: string): (representations: readonly object[]) => string {
  const query = JSON.stringify(
    `query($representations:[_Any!]!){_entities(representations:$representations){${selection}}}`,
  );
  return (representations) =>
    `{"query":${query},"variables":{"representations":${JSON.stringify(representations)}}}`;
}

export type Entities<Entity> = { readonly _entities: readonly Entity[] };
