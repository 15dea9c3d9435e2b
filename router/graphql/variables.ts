import { type DocumentNode, Kind, visit } from 'graphql';

/** The coerced variables of an operation. */
export type Variables = Readonly<Record<string, unknown>>;

/** The variables that a document uses, apart from their declarations. */
export function variablesIn(document: DocumentNode): ReadonlySet<string> {
  const used = new Set<string>();
  visit(document, {
    enter(node) {
      if (node.kind === Kind.VARIABLE_DEFINITION) return false;
      if (node.kind === Kind.VARIABLE) used.add(node.name.value);
      return undefined;
    },
  });
  return used;
}
