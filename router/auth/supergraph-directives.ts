import { type ConstDirectiveNode, type GraphQLSchema, Kind } from 'graphql';

/**
 * The name that a supergraph uses for a directive of one of Apollo's features (`https://specs.apollo.dev/<feature>/…`),
 * which an `as` or an `import` of its `@link` may have changed. The plain name where there is no such link.
 */
export function directiveName(schema: GraphQLSchema, feature: string, directive: string): string {
  for (const link of schema.astNode?.directives ?? []) {
    if (link.name.value !== 'link' || !textOf(link, 'url')?.includes(`specs.apollo.dev/${feature}/`))
      continue;
    const imported = importedName(link, directive);
    if (imported !== undefined) return imported;
    const prefix = textOf(link, 'as') ?? feature;
    return directive === feature ? prefix : `${prefix}__${directive}`;
  }
  return directive;
}

/** Whether a supergraph has anything of one of Apollo's features. */
export function hasFeature(schema: GraphQLSchema, feature: string): boolean {
  const links = schema.astNode?.directives ?? [];
  return links.some(
    (each) => each.name.value === 'link' && textOf(each, 'url')?.includes(`specs.apollo.dev/${feature}/`),
  );
}

/** What a link's `import` calls a directive; undefined when it does not import it. */
function importedName(link: ConstDirectiveNode, directive: string): string | undefined {
  const imports = link.arguments?.find((each) => each.name.value === 'import')?.value;
  if (imports?.kind !== Kind.LIST) return undefined;
  for (const each of imports.values) {
    if (each.kind === Kind.STRING && each.value === `@${directive}`) return directive;
    if (each.kind !== Kind.OBJECT) continue;
    const entry = (name: string) => {
      const value = each.fields.find((field) => field.name.value === name)?.value;
      return value?.kind === Kind.STRING ? value.value : undefined;
    };
    if (entry('name') === `@${directive}`) return (entry('as') ?? `@${directive}`).slice(1);
  }
  return undefined;
}

function textOf(directive: ConstDirectiveNode, argument: string): string | undefined {
  const value = directive.arguments?.find((each) => each.name.value === argument)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}
