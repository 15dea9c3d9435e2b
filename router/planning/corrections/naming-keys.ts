import { type ConstDirectiveNode, type DirectiveNode, type DocumentNode, Kind, visit } from 'graphql';

/**
 * Takes the keys that cannot be resolved off each type that has one that can, subgraph by subgraph. The planner looks for
 * a key to come back to a subgraph after a field that `@requires` another, and would take one of these too.
 *
 * @param supergraph as composition wrote it
 */
export function dropNamingKeys(supergraph: DocumentNode): DocumentNode {
  const drop = (node: { readonly directives?: readonly ConstDirectiveNode[] }) => {
    const keys = (node.directives ?? []).filter(
      (each) => each.name.value === 'join__type' && argumentOf(each, 'key'),
    );
    const resolvable = new Set(
      keys.filter((each) => !isNaming(each)).map((each) => argumentOf(each, 'graph')),
    );
    const dropped = new Set(
      keys.filter((each) => isNaming(each) && resolvable.has(argumentOf(each, 'graph'))),
    );
    if (dropped.size === 0) return undefined;
    return { ...node, directives: node.directives?.filter((each) => !dropped.has(each)) };
  };
  return visit(supergraph, { ObjectTypeDefinition: drop, InterfaceTypeDefinition: drop });
}

function isNaming(join: ConstDirectiveNode): boolean {
  const value = join.arguments?.find(({ name }) => name.value === 'resolvable')?.value;
  return value?.kind === Kind.BOOLEAN && !value.value;
}

/** The text of a directive's argument, undefined when it has none. */
export function argumentOf(directive: DirectiveNode, argument: string): string | undefined {
  const value = directive.arguments?.find(({ name }) => name.value === argument)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
}
