import type { PlanNode, SubscriptionNode } from '@apollo/query-planner';
import {
  type DocumentNode,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLSchema,
  getNamedType,
  type IntValueNode,
  isScalarType,
  Kind,
  type StringValueNode,
  specifiedScalarTypes,
  TypeInfo,
  type ValueNode,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { newId } from '../../platform/identifiers.ts';
import { replaceFetches } from './plan-visitor.ts';

/** Begins the string literals that stand for integers while an operation is planned. No client knows it. */
const MARK = `${newId()} `;
const QUOTED_MARK = `"${MARK}`;

function isLong({ value }: IntValueNode): boolean {
  return !Number.isSafeInteger(Number(value));
}

/**
 * Replaces the integer literals that a double cannot hold, because the planner reads literals into doubles:
 * one for an ID becomes a string, and one for a custom scalar a string that `restoreLongIntegers` finds.
 */
export function replaceLongIntegers(schema: GraphQLSchema, document: DocumentNode): DocumentNode {
  if (!hasLongInteger(document)) return document;
  const types = new TypeInfo(schema);
  const visitor = {
    IntValue(node: IntValueNode): StringValueNode | undefined {
      if (!isLong(node)) return undefined;
      const type = types.getInputType();
      // A literal inside the value of a custom scalar has no type.
      const named = type && getNamedType(type);
      if (named === GraphQLFloat || named === GraphQLInt) return undefined;
      return { kind: Kind.STRING, value: named === GraphQLID ? node.value : `${MARK}${node.value}` };
    },
  };
  return visit(document, visitWithTypeInfo(types, visitor));
}

/** Puts the integers that `replaceLongIntegers` has replaced into the operations of a plan. */
export function restoreLongIntegers(node: PlanNode | SubscriptionNode): PlanNode | SubscriptionNode {
  return replaceFetches(node, (fetch) => {
    const [head = '', ...marked] = fetch.operation.split(QUOTED_MARK);
    const operation = head + marked.map((digits) => digits.replace('"', '')).join('');
    return { ...fetch, operation };
  });
}

function hasLongInteger(document: DocumentNode): boolean {
  let isFound = false;
  visit(document, {
    IntValue(node) {
      isFound ||= isLong(node);
    },
  });
  return isFound;
}

/** Makes the custom scalars of a schema read integer literals that a double cannot hold into a BigInt. */
export function readLongIntegers(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isScalarType(type) && !specifiedScalarTypes.some(({ name }) => name === type.name))
      type.parseLiteral = (node, variables) => type.parseValue(literalValue(node, variables));
  }
}

function literalValue(node: ValueNode, variables: Parameters<typeof valueFromASTUntyped>[1]): unknown {
  switch (node.kind) {
    case Kind.INT:
      return isLong(node) ? BigInt(node.value) : Number(node.value);
    case Kind.LIST:
      return node.values.map((each) => literalValue(each, variables));
    case Kind.OBJECT:
      return Object.fromEntries(
        node.fields.map(({ name, value }) => [name.value, literalValue(value, variables)]),
      );
    default:
      return valueFromASTUntyped(node, variables);
  }
}
