/** The addresses that a person opens, by what is there. */
export type Links = Readonly<
  Record<'sandbox' | 'graphiql' | 'graphql' | 'subscriptions' | 'metrics', string>
>;

/**
 * @param url of the router
 * @param metrics the URL of the port of its metrics, where that is another
 */
export function linksOf(url: string, metrics = url): Links {
  return {
    sandbox: `${url}/`,
    graphiql: `${url}/graphiql`,
    graphql: `${url}/graphql`,
    subscriptions: `${url.replace(/^http/, 'ws')}/graphql`,
    metrics: `${metrics}/metrics`,
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
