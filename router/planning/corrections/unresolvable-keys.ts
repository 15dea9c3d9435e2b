import { type ConstDirectiveNode, type DocumentNode, visit } from 'graphql';
import { argumentText, argumentValue } from '../../graphql/directives.ts';

/**
 * Takes the keys that cannot be resolved off each type that has one that can, subgraph by subgraph. The planner looks for
 * a key to come back to a subgraph after a field that `@requires` another, and would take one of these too.
 *
 * @param supergraph as composition wrote it
 */
export function dropUnresolvableKeys(supergraph: DocumentNode): DocumentNode {
  const drop = (node: { readonly directives?: readonly ConstDirectiveNode[] }) => {
    const keys = (node.directives ?? []).filter(
      (each) => each.name.value === 'join__type' && argumentText(each, 'key'),
    );
    const resolvable = new Set(
      keys.filter((each) => !isUnresolvable(each)).map((each) => argumentText(each, 'graph')),
    );
    const dropped = new Set(
      keys.filter((each) => isUnresolvable(each) && resolvable.has(argumentText(each, 'graph'))),
    );
    if (dropped.size === 0) return undefined;
    return { ...node, directives: node.directives?.filter((each) => !dropped.has(each)) };
  };
  return visit(supergraph, { ObjectTypeDefinition: drop, InterfaceTypeDefinition: drop });
}

function isUnresolvable(join: ConstDirectiveNode): boolean {
  return argumentValue(join, 'resolvable') === false;
}
