import type { GraphQLSchema } from 'graphql';

/** The name of a subgraph and its routing URL in the supergraph, empty for one without a server. */
export type SubgraphAddress = { readonly name: string; readonly url: string };

/** Read from the values of the enum `join__Graph`, where composition writes them. */
export function subgraphsOf(supergraphSchema: GraphQLSchema): readonly SubgraphAddress[] {
  const node = supergraphSchema.getType('join__Graph')?.astNode;
  if (node?.kind !== 'EnumTypeDefinition') return [];
  return (node.values ?? []).flatMap((value) => {
    const graph = value.directives?.find((each) => each.name.value === 'join__graph');
    const argument = (name: string): string => {
      const given = graph?.arguments?.find((each) => each.name.value === name)?.value;
      return given?.kind === 'StringValue' ? given.value : '';
    };
    return graph ? [{ name: argument('name'), url: argument('url') }] : [];
  });
}
