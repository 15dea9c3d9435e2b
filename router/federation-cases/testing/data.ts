import { defaultFieldResolver, type GraphQLFieldResolver } from 'graphql';
import type { Data, Item, Resolvers } from './case.ts';

export function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The entities of a type, in the order of the data. */
export function all(data: Data, type: string): readonly Item[] {
  return data.entities.filter(({ __typename }) => __typename === type);
}

/** The entity of a type with this id, or null. */
export function one(data: Data, type: string, id: unknown): Item | null {
  return all(data, type).find((each) => each.id === id) ?? null;
}

/** Resolves a field by a resolver of its type or of one of its interfaces, or else as a property. */
export function createFieldResolver(resolvers: readonly Resolvers[]): GraphQLFieldResolver<unknown, Data> {
  return (source, args, data, info) => {
    const { parentType, fieldName, schema } = info;
    for (const name of [parentType.name, ...parentType.getInterfaces().map((each) => each.name)]) {
      for (const each of resolvers) {
        const resolver = each[name]?.[fieldName];
        if (resolver) return resolver(isItem(source) ? source : {}, args, data);
      }
    }
    const isRoot = parentType === schema.getQueryType() || parentType === schema.getMutationType();
    return defaultFieldResolver(isRoot ? data.root : source, args, data, info);
  };
}
