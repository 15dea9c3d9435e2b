/** The addresses that a person opens, by what is there. */
export type Links = Readonly<
  Record<'sandbox' | 'graphiql' | 'graphql' | 'subscriptions' | 'metrics', string>
>;

/** @param url of the router */
export function linksOf(url: string): Links {
  return {
    sandbox: `${url}/`,
    graphiql: `${url}/graphiql`,
    graphql: `${url}/graphql`,
    subscriptions: `${url.replace(/^http/, 'ws')}/graphql`,
    metrics: `${url}/metrics`,
  };
}

const TITLES: readonly (readonly [keyof Links, string])[] = [
  ['sandbox', 'Sandbox'],
  ['graphiql', 'GraphiQL'],
  ['graphql', 'GraphQL'],
  ['subscriptions', 'Live'],
  ['metrics', 'Metrics'],
];

/** Renders the addresses, one per line. */
export function renderLinks(links: Links): readonly string[] {
  return TITLES.map(([name, title]) => `  ${title.padEnd(9)} ${links[name]}`);
}
