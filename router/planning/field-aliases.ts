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
  /** The generated names, by what they stand for. */
  entries(): readonly (readonly [string, string])[];
};

/**
 * @param reserved field names of the schema that generated aliases must avoid
 * @param given generated names that are known already
 */
export function createFieldAliases(
  reserved: ReadonlySet<string>,
  given: ReturnType<FieldAliases['entries']> = [],
): FieldAliases {
  const numbers = new Map(given);

  function nameFor(key: string, field: string): string {
    const known = numbers.get(key);
    if (known !== undefined) return known;
    let fresh = `${field}${SEPARATOR}${numbers.size}`;
    while (reserved.has(fresh)) fresh += '_';
    numbers.set(key, fresh);
    return fresh;
  }

  return {
    entries: () => [...numbers],
    of({ name: { value: field }, arguments: values = [], alias, selectionSet }) {
      const own = selectionSet && alias && alias.value !== field ? alias.value : '';
      if ((values.length === 0 && own === '') || field.startsWith('__')) return field;
      const key = values.map((each) => print(each)).sort();
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
