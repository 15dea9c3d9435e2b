import {
  type GraphQLInputType,
  type GraphQLNamedInputType,
  getNamedType,
  isInputObjectType,
  Kind,
  type ObjectValueNode,
  type ValueNode,
} from 'graphql';
import { isRecord } from '../../platform/type-guards.ts';
import type { CostDirectives } from './cost-directives.ts';
import { type CostExpression, sum } from './cost-expression.ts';

/** An argument or an input field. */
type InputElement = Parameters<CostDirectives['weightOf']>[0] & { readonly type: GraphQLInputType };

/** Estimates the cost of the value of an argument. */
export type InputCost = (element: InputElement, given: ValueNode) => CostExpression;

const INPUT_OBJECT_COST = 1;

/**
 * Estimates the cost of input values. An input object costs 1 and a scalar or enum 0, for each item of a
 * list, unless `@cost` on the type sets a weight; the fields of an input object add their cost. `@cost` on
 * the argument or field itself overrides its type's weight and counts once. Null and omitted values cost
 * nothing unless there is a default.
 */
export function createInputCost(directives: CostDirectives): InputCost {
  function typeWeight(type: GraphQLNamedInputType): number {
    return directives.weightOf(type) ?? (isInputObjectType(type) ? INPUT_OBJECT_COST : 0);
  }

  function isFree(element: InputElement): boolean {
    const type = getNamedType(element.type);
    return !isInputObjectType(type) && (directives.weightOf(element) ?? typeWeight(type)) === 0;
  }

  function ofNode(element: InputElement, node: ValueNode): CostExpression {
    if (isFree(element) || node.kind === Kind.NULL) return 0;
    if (node.kind === Kind.VARIABLE) {
      const name = node.name.value;
      return (variables) => ofValue(element, variables[name]);
    }
    return sum([directives.weightOf(element) ?? 0, ofItems(element, node)]);
  }

  /** The cost of the items of a list literal, or of the single value. */
  function ofItems(element: InputElement, node: ValueNode): CostExpression {
    switch (node.kind) {
      case Kind.NULL:
        return 0;
      case Kind.LIST:
        return sum(node.values.map((each) => ofItems(element, each)));
      case Kind.VARIABLE: {
        const name = node.name.value;
        return (variables) => ofItemValues(element, variables[name]);
      }
      default:
        return sum([itemWeight(element), node.kind === Kind.OBJECT ? ofFields(element, node) : 0]);
    }
  }

  function ofFields(element: InputElement, { fields }: ObjectValueNode): CostExpression {
    const type = getNamedType(element.type);
    if (!isInputObjectType(type)) return 0;
    const given = new Map(fields.map(({ name, value }) => [name.value, value]));
    return sum(
      Object.values(type.getFields()).map((field) => {
        const node = given.get(field.name);
        return node ? ofNode(field, node) : ofValue(field, field.defaultValue);
      }),
    );
  }

  function ofValue(element: InputElement, value: unknown): number {
    if (value === undefined || value === null || isFree(element)) return 0;
    return (directives.weightOf(element) ?? 0) + ofItemValues(element, value);
  }

  /** The same for coerced values, which contain their defaults. */
  function ofItemValues(element: InputElement, value: unknown): number {
    if (value === undefined || value === null) return 0;
    if (Array.isArray(value))
      return value.reduce<number>((all, each) => all + ofItemValues(element, each), 0);
    const type = getNamedType(element.type);
    let cost = itemWeight(element);
    if (!isInputObjectType(type) || !isRecord(value)) return cost;
    for (const field of Object.values(type.getFields())) cost += ofValue(field, value[field.name]);
    return cost;
  }

  function itemWeight(element: InputElement): number {
    return directives.weightOf(element) === undefined ? typeWeight(getNamedType(element.type)) : 0;
  }

  return ofNode;
}
