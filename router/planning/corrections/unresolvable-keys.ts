import { type ConstDirectiveNode, type DocumentNode, visit } from 'graphql';
import { argumentText, argumentValue } from '../../graphql/directives.ts';

/**
 * Removes the unresolvable keys of each type that has a resolvable key in the same subgraph. The planner
 * needs a key to return to a subgraph after a field with `@requires`, and might use an unresolvable one.
 *
 * @param supergraph a composed supergraph
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
