import { type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType } from 'graphql';

/** What running a plan asks about the types of the supergraph. */
export type TypeRelations = {
  /** Whether a value of the type `name` is also one of the type `condition`. */
  isOfType(name: string, condition: string): boolean;
  /** False for an interface, which an @interfaceObject's subgraph gives as the type of its objects. */
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
