import {
  type ConstDirectiveNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Identity } from './identity.ts';

/**
 * What the caller may not do in an operation: one error for each field that asks for more than the caller has, with
 * code UNAUTHENTICATED (nobody signed in) or FORBIDDEN. An empty list means that the whole document may run.
 *
 * Reads `@authenticated` and `@requiresScopes` (Federation 2.5) from the schema's own definitions, on fields, on the
 * types that have them and on the types that they return, in the document's every operation and fragment. A field of
 * an interface asks for what any of its implementations asks for.
 */
export function accessErrors(
  schema: GraphQLSchema,
  document: DocumentNode,
  identity: Identity | undefined,
): readonly GraphQLError[] {
  const found: GraphQLError[] = [];
  const types = new TypeInfo(schema);
  const path: string[] = [];

  visit(
    document,
    visitWithTypeInfo(types, {
      Field: {
        enter(field: FieldNode) {
          path.push(field.alias?.value ?? field.name.value);
          const parent = types.getParentType() ?? undefined;
          const directives = [
            ...typeDirectives(parent),
            ...(types.getFieldDef()?.astNode?.directives ?? []),
            ...implementationDirectives(schema, parent, field.name.value),
            ...typeDirectives(getNamedType(types.getType()) ?? undefined),
          ];
          const refusal = refuse(directives, identity);
          if (refusal) found.push(refusalError(refusal, field, [...path]));
        },
        leave() {
          path.pop();
        },
      },
    }),
  );
  return found;
}

type Refusal = 'UNAUTHENTICATED' | 'FORBIDDEN';

export function unauthenticated(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } } });
}

export function forbidden(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'FORBIDDEN' } });
}

function refuse(directives: readonly DirectiveNode[], identity: Identity | undefined): Refusal | undefined {
  for (const directive of directives) {
    const name = directive.name.value.replace(/^federation__/, '');
    if (name !== 'authenticated' && name !== 'requiresScopes') continue;
    if (!identity) return 'UNAUTHENTICATED';
    if (name === 'requiresScopes' && !holdsOne(requiredScopes(directive), identity)) return 'FORBIDDEN';
  }
  return undefined;
}

function refusalError(refusal: Refusal, field: FieldNode, path: readonly string[]): GraphQLError {
  const message =
    refusal === 'UNAUTHENTICATED'
      ? `Sign in to use ${field.name.value}: send a bearer token in the Authorization header.`
      : `Your role does not allow ${field.name.value}.`;
  return new GraphQLError(message, { nodes: field, path, extensions: { code: refusal } });
}

/** True when the identity holds every scope of one of the sets. */
function holdsOne(sets: readonly (readonly string[])[], identity: Identity): boolean {
  return sets.some((set) => set.every((scope) => identity.scopes.includes(scope)));
}

function requiredScopes(directive: DirectiveNode): readonly (readonly string[])[] {
  const value = directive.arguments?.find((argument) => argument.name.value === 'scopes')?.value;
  if (value?.kind !== Kind.LIST) return [];
  return value.values.map((set) =>
    set.kind === Kind.LIST
      ? set.values.flatMap((scope) => (scope.kind === Kind.STRING ? [scope.value] : []))
      : [],
  );
}

/** What the types behind an interface ask for the field: otherwise asking through the interface would go around them. */
function implementationDirectives(
  schema: GraphQLSchema,
  parent: GraphQLNamedType | undefined,
  field: string,
): readonly ConstDirectiveNode[] {
  if (!parent || !isInterfaceType(parent)) return [];
  return schema
    .getPossibleTypes(parent)
    .flatMap((type) => type.getFields()[field]?.astNode?.directives ?? []);
}

function typeDirectives(type: GraphQLNamedType | undefined): readonly ConstDirectiveNode[] {
  if (!type) return [];
  const types = isObjectType(type) || isInterfaceType(type) ? [type, ...type.getInterfaces()] : [type];
  return types.flatMap((each) => each.astNode?.directives ?? []);
}
