import { type FieldNode, type GraphQLSchema, isInterfaceType, isObjectType, print } from 'graphql';

/**
 * The names of a client's fields while an operation is executed. A client's alias may be a name under which
 * the planner fetches something else for its own use: a key, or a required field with other arguments. So
 * fields are planned under their own names, with a generated alias for each different set of arguments; the
 * response has the client's aliases again. A scalar that a client selects under two aliases is fetched once.
 * An object is fetched for each: a null that propagates in one must not affect the other.
 */
export type FieldAliases = {
  /** The name of a field anywhere but at a mutation's root. */
  of(node: FieldNode): string;
  /** The name of a field at a mutation's root, which is executed once per response name. */
  ofMutation(node: FieldNode): string;
};

/** @param reserved field names of the schema that generated aliases must avoid */
export function createFieldAliases(reserved: ReadonlySet<string>): FieldAliases {
  const numbers = new Map<string, string>();

  function nameFor(key: string, field: string): string {
    const known = numbers.get(key);
    if (known !== undefined) return known;
    let fresh = `${field}${SEPARATOR}${numbers.size}`;
    while (reserved.has(fresh)) fresh += '_';
    numbers.set(key, fresh);
    return fresh;
  }

  return {
    of({ name: { value: field }, arguments: given = [], alias, selectionSet }) {
      const own = selectionSet && alias && alias.value !== field ? alias.value : '';
      if ((given.length === 0 && own === '') || field.startsWith('__')) return field;
      const key = given.map((each) => print(each)).sort();
      return nameFor(`${field}(${key.join()}):${own}`, field);
    },
    ofMutation({ name: { value: field }, alias }) {
      return field.startsWith('__') ? field : nameFor(`${field}:${alias?.value ?? field}`, field);
    },
  };
}

const SEPARATOR = '__';

/** The field names of a schema that look like generated aliases. */
export function reservedFieldNames(schema: GraphQLSchema): ReadonlySet<string> {
  const names = new Set<string>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const name of Object.keys(type.getFields())) if (name.includes(SEPARATOR, 1)) names.add(name);
  }
  return names;
}
