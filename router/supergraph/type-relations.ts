import { type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType } from 'graphql';

/** The relations between types of the supergraph that executing a plan needs. */
export type TypeRelations = {
  /** Whether a value of the type `name` satisfies the type condition `condition`. */
  isOfType(name: string, condition: string): boolean;
  /**
   * Whether it is the name of an object type. A subgraph with an @interfaceObject returns the name of the
   * interface.
   */
  isObject(name: unknown): boolean;
};

export function createTypeRelations(supergraphSchema: GraphQLSchema): TypeRelations {
  return {
    isOfType(name, condition) {
      if (name === condition) return true;
      const type = supergraphSchema.getType(name);
      const wanted = supergraphSchema.getType(condition);
      if (!type || !isAbstractType(wanted)) return false;
      return (isObjectType(type) || isInterfaceType(type)) && supergraphSchema.isSubType(wanted, type);
    },
    isObject: (name) => typeof name === 'string' && isObjectType(supergraphSchema.getType(name)),
  };
}
