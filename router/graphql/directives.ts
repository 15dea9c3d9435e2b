import {
  type ConstDirectiveNode,
  type DirectiveNode,
  type GraphQLSchema,
  Kind,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';
import { isRecord } from '../../platform/type-guards.ts';

type WithDirectives = { readonly directives?: readonly ConstDirectiveNode[] | undefined };

/** The first directive of this name on a definition. */
export function directiveOf(
  node: WithDirectives | null | undefined,
  name: string,
): ConstDirectiveNode | undefined {
  return node?.directives?.find((each) => each.name.value === name);
}

/** An argument of a directive as the document writes it; undefined when it is not given. */
export function argumentNode(directive: DirectiveNode, argument: string): ValueNode | undefined {
  return directive.arguments?.find(({ name }) => name.value === argument)?.value;
}

/** The value of an argument as JSON has it, enum values as text; undefined when the argument is not given. */
export function argumentValue(directive: ConstDirectiveNode, argument: string): unknown {
  const node = argumentNode(directive, argument);
  return node && valueFromASTUntyped(node);
}

/** The text of an argument that is a string or an enum value; undefined when it is neither. */
export function argumentText(directive: DirectiveNode, argument: string): string | undefined {
  const node = argumentNode(directive, argument);
  return node?.kind === Kind.STRING || node?.kind === Kind.ENUM ? node.value : undefined;
}

/** The specification of one of Apollo's features, as a `@link` names it up to the version. */
export function apolloSpec(feature: string): string {
  return `https://specs.apollo.dev/${feature}/`;
}

/** What a `@link` links; undefined for other directives. */
export function linkUrl(directive: DirectiveNode): string | undefined {
  return directive.name.value === 'link' ? argumentText(directive, 'url') : undefined;
}

/** Whether a schema links a specification whose URL begins so. */
export function hasLink(schema: GraphQLSchema, spec: string): boolean {
  return linkTo(schema, spec) !== undefined;
}

/**
 * The name that a schema uses for a directive of a specification, by the rules of `@link`: an `import` or an `as` may
 * change it. Undefined where the schema does not link the specification.
 *
 * @param spec how the specification's URL begins
 */
export function directiveName(schema: GraphQLSchema, spec: string, directive: string): string | undefined {
  const link = linkTo(schema, spec);
  if (!link) return undefined;
  const imported = importedName(link, directive);
  if (imported !== undefined) return imported;
  const feature = spec.split('/')[3] ?? '';
  const prefix = argumentText(link, 'as') ?? feature;
  return directive === feature ? prefix : `${prefix}__${directive}`;
}

function linkTo(schema: GraphQLSchema, spec: string): ConstDirectiveNode | undefined {
  return [schema.astNode, ...schema.extensionASTNodes]
    .flatMap((node) => node?.directives ?? [])
    .find((each) => linkUrl(each)?.startsWith(spec));
}

/** The name under which a link imports a directive; undefined when it does not import it. */
function importedName(link: ConstDirectiveNode, directive: string): string | undefined {
  const imports = argumentNode(link, 'import');
  if (imports?.kind !== Kind.LIST) return undefined;
  for (const each of imports.values) {
    const entry: unknown = valueFromASTUntyped(each);
    if (entry === `@${directive}`) return directive;
    if (isRecord(entry) && entry.name === `@${directive}`)
      return typeof entry.as === 'string' ? entry.as.slice(1) : directive;
  }
  return undefined;
}
