import { type FieldNode, type GraphQLSchema, isInterfaceType, isObjectType, print } from 'graphql';

/**
 * What a client's fields are called while an operation runs. Clients may give a field any name, also one under which the
 * planner fetches something else for its own use: a key, or a required field with other arguments. So the planner is given
 * fields under their own names, and a name of ours for each different set of arguments; the client's names come back when
 * the answer is written. Scalars that a client asks for twice under different names are fetched once; objects are not, since
 * a null inside of one may take it away and must leave the other.
 */
export type FieldAliases = {
  /** Of a field anywhere but at a mutation's root. */
  of(node: FieldNode): string;
  /** Of a field at a mutation's root, which is run as often as it is asked for. */
  ofMutation(node: FieldNode): string;
};

/** @param taken names of the schema that could be mistaken for ours */
export function createFieldAliases(taken: ReadonlySet<string>): FieldAliases {
  const numbers = new Map<string, string>();

  function nameFor(key: string, field: string): string {
    const known = numbers.get(key);
    if (known !== undefined) return known;
    let fresh = `${field}${MARK}${numbers.size}`;
    while (taken.has(fresh)) fresh += '_';
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

const MARK = '__';

/** The names of a schema's fields that could be ours. */
export function reservedFieldNames(schema: GraphQLSchema): ReadonlySet<string> {
  const names = new Set<string>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const name of Object.keys(type.getFields())) if (name.includes(MARK, 1)) names.add(name);
  }
  return names;
}
