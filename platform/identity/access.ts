import {
  type ConstDirectiveNode,
  type DocumentNode,
  GraphQLError,
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

/** The scopes and policies that a caller has. */
export type Grants = { readonly scopes: readonly string[]; readonly policies: readonly string[] };

/**
 * One FORBIDDEN error for each field that requires more than its caller has; empty when the operation may
 * run.
 *
 * @param maxErrors the maximum number of errors
 */
export function accessDenials(
  requirements: readonly Requirement[],
  { scopes, policies }: Grants,
  maxErrors: number,
): readonly GraphQLError[] {
  return requirements
    .filter(
      (each) =>
        !each.scopes.every((alternatives) => meetsOne(alternatives, scopes)) ||
        !each.policies.every((alternatives) => meetsOne(alternatives, policies)),
    )
    .flatMap(({ fields }) => fields)
    .slice(0, maxErrors)
    .map(({ name, path }) => forbidden(`Your role does not allow ${name}.`, path));
}

export function unauthenticated(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED' } });
}

/** @param path the path of the field, if the error is about a field */
export function forbidden(message: string, path?: readonly string[]): GraphQLError {
  return new GraphQLError(message, { ...(path ? { path } : {}), extensions: { code: 'FORBIDDEN' } });
}

/** Whether all members of one alternative are granted. */
function meetsOne(alternatives: Alternatives, granted: readonly string[]): boolean {
  return alternatives.some((alternative) => alternative.every((each) => granted.includes(each)));
}

/** The caller needs all scopes (or policies) of one alternative. */
export type Alternatives = readonly (readonly string[])[];

/** Scopes and policies that a caller needs, with the fields that require them. */
export type Requirement = {
  /** Each of these must be met. */
  readonly scopes: readonly Alternatives[];
  readonly policies: readonly Alternatives[];
  readonly fields: readonly { readonly name: string; readonly path: readonly string[] }[];
};

type Draft = {
  scopes: Alternatives[];
  policies: Alternatives[];
  fields: { name: string; path: readonly string[] }[];
};

/** A directive that restricts access to the element that it is on. */
export type AccessDirective = 'authenticated' | 'requiresScopes' | 'policy';

/**
 * Collects the access requirements of an operation once, so that each request only compares them. They come
 * from `@authenticated`, `@requiresScopes` and `@policy` on fields, their parent types and their return
 * types. An interface field has the requirements of all implementations, on the type and on the field, so
 * that an interface cannot bypass them. Fields with equal requirements are grouped. The result is empty when
 * the operation is open to everyone.
 *
 * @param meaningOf maps the schema's name of a directive to its meaning; undefined for other directives
 */
export function createRequirementsReader(
  schema: GraphQLSchema,
  meaningOf: (directive: string) => AccessDirective | undefined,
) {
  /** The requirements of directives; undefined when they have none. */
  function requirementsOf(directives: ReadonlySet<ConstDirectiveNode>): Omit<Draft, 'fields'> | undefined {
    const scopes: Alternatives[] = [];
    const policies: Alternatives[] = [];
    let isRestricted = false;
    for (const directive of directives) {
      const meaning = meaningOf(directive.name.value);
      if (!meaning) continue;
      isRestricted = true;
      if (meaning === 'requiresScopes') scopes.push(alternativesOf(directive, 'scopes'));
      if (meaning === 'policy') policies.push(alternativesOf(directive, 'policies'));
    }
    return isRestricted ? { scopes, policies } : undefined;
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
          // A fragment has the same requirements wherever it is spread.
          if (!condition || seen.has(selection.name.value)) continue;
          seen.add(selection.name.value);
          walk(fragment.selectionSet, condition, path);
          continue;
        }
        const name = selection.name.value;
        const type = fieldType(schema, parent, name);
        const at = [...path, selection.alias?.value ?? name];
        const required = requirementsOf(
          new Set([
            ...typeDirectives(parent),
            ...fieldDirectives(parent, name),
            ...implementationDirectives(schema, parent, name),
            ...typeDirectives(type),
          ]),
        );
        if (required) {
          const key = JSON.stringify([required.scopes, required.policies]);
          const draft = found.get(key) ?? { ...required, fields: [] };
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

/** The directives of an interface's implementations, on the types and on the field. */
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

function alternativesOf(directive: ConstDirectiveNode, argument: string): Alternatives {
  const value = directive.arguments?.find((each) => each.name.value === argument)?.value;
  return itemsOf(value).map((alternative) =>
    itemsOf(alternative).flatMap((item) => (item.kind === Kind.STRING ? [item.value] : [])),
  );
}

/** The items of a list. GraphQL coerces a single value to a list of one. */
function itemsOf(value: ValueNode | undefined): readonly ValueNode[] {
  if (!value) return [];
  return value.kind === Kind.LIST ? value.values : [value];
}
