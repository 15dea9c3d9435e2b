import {
  type DirectiveNode,
  type DocumentNode,
  Kind,
  type SelectionNode,
  type ValueNode,
  visit,
} from 'graphql';
import { argumentNode } from './directives.ts';
import type { Variables } from './variables.ts';

/** Whether the conditions of a selection, `@skip` and `@include`, include it. */
export type IsIncluded = (selection: SelectionNode) => boolean;

/** A `@skip` or `@include`: the selection is included when the value of `condition` is `wanted`. */
export type SelectionCondition = { readonly condition: ValueNode; readonly wanted: boolean };

/** True for `@skip` and `@include`. */
export function isCondition({ name }: DirectiveNode): boolean {
  return name.value === 'skip' || name.value === 'include';
}

/** True for a selection that depends on a condition. */
export function isConditional({ directives = [] }: SelectionNode): boolean {
  return directives.some(isCondition);
}

/** Reads a `@skip` or `@include`; undefined for other directives. */
export function selectionConditionOf(directive: DirectiveNode): SelectionCondition | undefined {
  const condition = isCondition(directive) ? argumentNode(directive, 'if') : undefined;
  return condition && { condition, wanted: directive.name.value === 'include' };
}

/** The variables that conditions of a document depend on, in order. */
export function conditionVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive(directive) {
      const condition = selectionConditionOf(directive)?.condition;
      if (condition?.kind === Kind.VARIABLE) names.add(condition.name.value);
    },
  });
  return [...names];
}

/** The result holds for these values of the variables alone. */
export function createIsIncluded(variables: Variables): IsIncluded {
  const isMet = (directive: DirectiveNode): boolean => {
    const read = selectionConditionOf(directive);
    if (read === undefined) return true;
    const { condition, wanted } = read;
    const value =
      condition.kind === Kind.VARIABLE
        ? variables[condition.name.value] === true
        : condition.kind === Kind.BOOLEAN && condition.value;
    return value === wanted;
  };
  return ({ directives = [] }) => directives.every(isMet);
}

/** A selection without its constant conditions; undefined when one of them leaves the selection out. */
export function resolveConstants<T extends SelectionNode>(selection: T): T | undefined {
  const { directives = [] } = selection;
  const constant = directives.filter((each) => selectionConditionOf(each)?.condition.kind === Kind.BOOLEAN);
  if (constant.length === 0) return selection;
  if (!isIncludedByConstants({ ...selection, directives: constant })) return undefined;
  return { ...selection, directives: directives.filter((each) => !constant.includes(each)) };
}

const isIncludedByConstants = createIsIncluded({});
