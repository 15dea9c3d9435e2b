/** What the scripts of the packages define in the page. */
declare const React: {
  createElement(component: unknown, props: object): unknown;
};
declare const ReactDOM: {
  createRoot(element: Element): { render(element: unknown): void; unmount(): void };
};
declare const GraphiQL: unknown;
declare const graphqlWs: {
  createClient(options: {
    readonly url: string;
    readonly connectionParams: object;
  }): import('graphql-ws').Client;
};
// biome-ignore lint/style/useConsistentTypeDefinitions: it merges with the DOM's declaration.
interface Window {
  EmbeddedSandbox?: new (options: object) => { dispose(): void };
}
