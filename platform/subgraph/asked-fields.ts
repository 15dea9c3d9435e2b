import { type GraphQLResolveInfo, Kind, type OperationDefinitionNode, visit } from 'graphql';

type Asked = Pick<GraphQLResolveInfo, 'operation' | 'fragments'>;

/** A document that is executed again is the same object. */
const known = new WeakMap<OperationDefinitionNode, ReadonlySet<string>>();

/**
 * Whether an operation has a field of this name anywhere, whatever its type is or a condition says. For reads
 * that cost more with a field than without it.
 */
export function asksFor({ operation, fragments }: Asked, field: string): boolean {
  const found = known.get(operation) ?? fieldsOf(operation, fragments);
  known.set(operation, found);
  return found.has(field);
}

function fieldsOf(operation: OperationDefinitionNode, fragments: Asked['fragments']): ReadonlySet<string> {
  const names = new Set<string>();
  for (const part of [operation, ...Object.values(fragments)])
    visit(part, {
      enter(node) {
        if (node.kind === Kind.FIELD) names.add(node.name.value);
      },
    });
  return names;
}
