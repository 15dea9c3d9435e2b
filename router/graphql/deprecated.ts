import {
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

type Element = { readonly deprecationReason?: string | null | undefined };

/**
 * The deprecated elements that a valid document uses: fields, arguments, input fields and values of enums.
 * What a client passes in variables is not in the document.
 *
 * @returns the coordinates of the elements, such as `Room.state` or `Query.rooms(order:)`, each once
 * @see https://spec.graphql.org/September2025/#sec-Schema-Coordinates
 */
export function deprecatedIn(schema: GraphQLSchema, document: DocumentNode): readonly string[] {
  const found = new Set<string>();
  const info = new TypeInfo(schema);
  const note = (element: Element | null | undefined, coordinate: string) => {
    if (element?.deprecationReason != null) found.add(coordinate);
  };
  const visitor = {
    Field() {
      const field = info.getFieldDef();
      note(field, `${info.getParentType()?.name}.${field?.name}`);
    },
    Argument() {
      const argument = info.getArgument();
      const directive = info.getDirective();
      const owner = directive
        ? `@${directive.name}`
        : `${info.getParentType()?.name}.${info.getFieldDef()?.name}`;
      note(argument, `${owner}(${argument?.name}:)`);
    },
    ObjectField({ name }: { readonly name: { readonly value: string } }) {
      const type = getNamedType(info.getParentInputType());
      if (isInputObjectType(type)) note(type.getFields()[name.value], `${type.name}.${name.value}`);
    },
    EnumValue() {
      const value = info.getEnumValue();
      note(value, `${getNamedType(info.getInputType())?.name}.${value?.name}`);
    },
  };
  visit(document, visitWithTypeInfo(info, visitor));
  return [...found];
}
