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
import { sum, type Term } from './terms.ts';

/** An argument or an input field. */
type Place = Parameters<CostDirectives['weightOf']>[0] & { readonly type: GraphQLInputType };

/** Estimates the cost of the value of an argument. */
export type InputCost = (place: Place, given: ValueNode) => Term;

const INPUT_OBJECT_COST = 1;

/**
 * Estimates the cost of input values. An input object costs 1 and a scalar or enum 0, for each item of a list, unless
 * `@cost` on the type sets a weight; the fields of an input object add their cost. `@cost` on the argument or field
 * itself overrides its type's weight and counts once. Null and omitted values cost nothing unless there is a default.
 */
export function createInputCost(directives: CostDirectives): InputCost {
  function typeWeight(type: GraphQLNamedInputType): number {
    return directives.weightOf(type) ?? (isInputObjectType(type) ? INPUT_OBJECT_COST : 0);
  }

  function isFree(place: Place): boolean {
    const type = getNamedType(place.type);
    return !isInputObjectType(type) && (directives.weightOf(place) ?? typeWeight(type)) === 0;
  }

  function ofNode(place: Place, node: ValueNode): Term {
    if (isFree(place) || node.kind === Kind.NULL) return 0;
    if (node.kind === Kind.VARIABLE) {
      const name = node.name.value;
      return (variables) => ofValue(place, variables[name]);
    }
    return sum([directives.weightOf(place) ?? 0, ofItems(place, node)]);
  }

  /** The cost of the items of a list literal, or of the single value. */
  function ofItems(place: Place, node: ValueNode): Term {
    switch (node.kind) {
      case Kind.NULL:
        return 0;
      case Kind.LIST:
        return sum(node.values.map((each) => ofItems(place, each)));
      case Kind.VARIABLE: {
        const name = node.name.value;
        return (variables) => ofItemValues(place, variables[name]);
      }
      default:
        return sum([itemWeight(place), node.kind === Kind.OBJECT ? ofFields(place, node) : 0]);
    }
  }

  function ofFields(place: Place, { fields }: ObjectValueNode): Term {
    const type = getNamedType(place.type);
    if (!isInputObjectType(type)) return 0;
    const given = new Map(fields.map(({ name, value }) => [name.value, value]));
    return sum(
      Object.values(type.getFields()).map((field) => {
        const node = given.get(field.name);
        return node ? ofNode(field, node) : ofValue(field, field.defaultValue);
      }),
    );
  }

  function ofValue(place: Place, value: unknown): number {
    if (value === undefined || value === null || isFree(place)) return 0;
    return (directives.weightOf(place) ?? 0) + ofItemValues(place, value);
  }

  /** The same for coerced values, which contain their defaults. */
  function ofItemValues(place: Place, value: unknown): number {
    if (value === undefined || value === null) return 0;
    if (Array.isArray(value)) return value.reduce<number>((all, each) => all + ofItemValues(place, each), 0);
    const type = getNamedType(place.type);
    let cost = itemWeight(place);
    if (!isInputObjectType(type) || !isRecord(value)) return cost;
    for (const field of Object.values(type.getFields())) cost += ofValue(field, value[field.name]);
    return cost;
  }

  function itemWeight(place: Place): number {
    return directives.weightOf(place) === undefined ? typeWeight(getNamedType(place.type)) : 0;
  }

  return ofNode;
}
