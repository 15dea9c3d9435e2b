import {
  type ConstDirectiveNode,
  type DocumentNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  type ValueNode,
} from 'graphql';
import { fragmentsOf } from '../fragments.ts';

/** One whole set of these is needed. */
export type Sets = readonly (readonly string[])[];

/** What the caller must have, and the fields of the operation that ask for it. */
export type Requirement = {
  /** All of these must be met. */
  readonly scopes: readonly Sets[];
  readonly policies: readonly Sets[];
  readonly fields: readonly { readonly name: string; readonly path: readonly string[] }[];
};

type Draft = { scopes: Sets[]; policies: Sets[]; fields: { name: string; path: readonly string[] }[] };

/** A directive that says who may see what it stands on. */
export type AccessDirective = 'authenticated' | 'requiresScopes' | 'policy';

/**
 * Reads what an operation asks of its caller, once, so that each request only compares: `@authenticated`,
 * `@requiresScopes` and `@policy` on fields, on the types that have them and on the types that they return.
 * A field of an interface asks for all that its implementations ask for, on themselves and on the field: through an
 * interface one gets no further than through each of its types. Fields that ask for the same are put together; an empty
 * list lets everybody in.
 *
 * @param meaningOf a directive by the name that the schema has for it; undefined when it does not count
 */
export function createRequirementsReader(
  schema: GraphQLSchema,
  meaningOf: (directive: string) => AccessDirective | undefined,
) {
  /** What directives ask for; undefined when they ask for nothing. */
  function demand(directives: ReadonlySet<ConstDirectiveNode>): Omit<Draft, 'fields'> | undefined {
    const scopes: Sets[] = [];
    const policies: Sets[] = [];
    let asked = false;
    for (const directive of directives) {
      const meaning = meaningOf(directive.name.value);
      if (!meaning) continue;
      asked = true;
      if (meaning === 'requiresScopes') scopes.push(setsOf(directive, 'scopes'));
      if (meaning === 'policy') policies.push(setsOf(directive, 'policies'));
    }
    return asked ? { scopes, policies } : undefined;
  }

  return (document: DocumentNode, operation: OperationDefinitionNode): readonly Requirement[] => {
    const fragments = fragmentsOf(document);
    const seen = new Set<string>();
    const found = new Map<string, Draft>();

    function walk(set: SelectionSetNode, parent: GraphQLNamedType, path: readonly string[]): void {
      for (const selection of set.selections) {
        if (selection.kind === Kind.INLINE_FRAGMENT) {
          const condition = selection.typeCondition && schema.getType(selection.typeCondition.name.value);
          walk(selection.selectionSet, condition ?? parent, path);
          continue;
        }
        if (selection.kind === Kind.FRAGMENT_SPREAD) {
          const fragment = fragments.get(selection.name.value);
          const condition = fragment && schema.getType(fragment.typeCondition.name.value);
          // What a fragment asks for is the same wherever it is spread.
          if (!condition || seen.has(selection.name.value)) continue;
          seen.add(selection.name.value);
          walk(fragment.selectionSet, condition, path);
          continue;
        }
        const name = selection.name.value;
        const type = fieldType(schema, parent, name);
        const at = [...path, selection.alias?.value ?? name];
        const asked = demand(
          new Set([
            ...typeDirectives(parent),
            ...fieldDirectives(parent, name),
            ...implementationDirectives(schema, parent, name),
            ...typeDirectives(type),
          ]),
        );
        if (asked) {
          const key = JSON.stringify([asked.scopes, asked.policies]);
          const draft = found.get(key) ?? { ...asked, fields: [] };
          draft.fields.push({ name, path: at });
          found.set(key, draft);
        }
        if (selection.selectionSet && type) walk(selection.selectionSet, type, at);
      }
    }

    const root = schema.getRootType(operation.operation);
    if (root) walk(operation.selectionSet, root, []);
    return [...found.values()];
  };
}

function fieldType(
  schema: GraphQLSchema,
  parent: GraphQLNamedType,
  name: string,
): GraphQLNamedType | undefined {
  if (name === TypeNameMetaFieldDef.name) return undefined;
  if (parent === schema.getQueryType()) {
    if (name === SchemaMetaFieldDef.name) return getNamedType(SchemaMetaFieldDef.type);
    if (name === TypeMetaFieldDef.name) return getNamedType(TypeMetaFieldDef.type);
  }
  if (!isObjectType(parent) && !isInterfaceType(parent)) return undefined;
  const field = parent.getFields()[name];
  return field && getNamedType(field.type);
}

function fieldDirectives(parent: GraphQLNamedType, name: string): readonly ConstDirectiveNode[] {
  if (!isObjectType(parent) && !isInterfaceType(parent)) return [];
  return parent.getFields()[name]?.astNode?.directives ?? [];
}

/** What the types behind an interface ask for themselves and the field: else asking through it would go around them. */
function implementationDirectives(
  schema: GraphQLSchema,
  parent: GraphQLNamedType,
  name: string,
): readonly ConstDirectiveNode[] {
  if (!isInterfaceType(parent)) return [];
  return schema
    .getPossibleTypes(parent)
    .flatMap((type) => [...typeDirectives(type), ...fieldDirectives(type, name)]);
}

function typeDirectives(type: GraphQLNamedType | undefined): readonly ConstDirectiveNode[] {
  if (!type) return [];
  const types = isObjectType(type) || isInterfaceType(type) ? [type, ...type.getInterfaces()] : [type];
  return types.flatMap((each) => each.astNode?.directives ?? []);
}

function setsOf(directive: ConstDirectiveNode, argument: string): Sets {
  const value = directive.arguments?.find((each) => each.name.value === argument)?.value;
  return itemsOf(value).map((set) =>
    itemsOf(set).flatMap((item) => (item.kind === Kind.STRING ? [item.value] : [])),
  );
}

/** The items of a list; a value that stands alone is a list of one, as GraphQL reads it. */
function itemsOf(value: ValueNode | undefined): readonly ValueNode[] {
  if (!value) return [];
  return value.kind === Kind.LIST ? value.values : [value];
}
