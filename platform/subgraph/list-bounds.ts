import {
  defaultFieldResolver,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  getNullableType,
  isListType,
  isObjectType,
} from 'graphql';
import type { RequestContext } from './request-context.ts';

/**
 * Counts the items of every list of a schema, before they are completed: the operation ends when there are
 * too many. References to entities are counted before they are resolved. Only fields with lists are touched,
 * so that others cost nothing.
 */
export function boundLists(schema: GraphQLSchema): void {
  const entities = schema.getQueryType()?.getFields()._entities;
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      if (!isListType(getNullableType(field.type))) continue;
      const resolve: Resolver = field.resolve ?? defaultFieldResolver;
      field.resolve = field === entities ? countingReferences(resolve) : counting(resolve);
    }
  }
}

type Resolver = GraphQLFieldResolver<unknown, RequestContext>;

function countingReferences(resolve: Resolver): Resolver {
  return (source, args, context, info) =>
    bounded(args.representations, context) === NOTHING ? NOTHING : resolve(source, args, context, info);
}

function counting(resolve: Resolver): Resolver {
  return (source, args, context, info) => {
    const list: unknown = resolve(source, args, context, info);
    return list instanceof Promise
      ? list.then((items: unknown) => bounded(items, context))
      : bounded(list, context);
  };
}

/** What is left of the lists of an operation that has ended: its answer is not sent, so nothing is built. */
const NOTHING: readonly unknown[] = [];

function bounded(list: unknown, { operation }: RequestContext): unknown {
  return !Array.isArray(list) || operation.countItems(list.length) ? list : NOTHING;
}
