import { type DocumentNode, Kind } from 'graphql';
import { argumentText, directiveOf } from '../graphql/directives.ts';

export type SubgraphAddress = {
  readonly name: string;
  /** The routing URL in the supergraph; empty for a subgraph without a server. */
  readonly url: string;
};

/** A subgraph, and the value of `join__Graph` that stands for it in the supergraph's directives. */
type JoinedSubgraph = SubgraphAddress & { readonly graph: string };

/** The subgraphs of a supergraph, read from the enum `join__Graph`. */
export function subgraphsOf(supergraph: DocumentNode): readonly JoinedSubgraph[] {
  return supergraph.definitions.flatMap((node) => {
    if (node.kind !== Kind.ENUM_TYPE_DEFINITION || node.name.value !== 'join__Graph') return [];
    return (node.values ?? []).flatMap((value) => {
      const join = directiveOf(value, 'join__graph');
      if (!join) return [];
      const text = (argument: string) => argumentText(join, argument) ?? '';
      return [{ graph: value.name.value, name: text('name'), url: text('url') }];
    });
  });
}
