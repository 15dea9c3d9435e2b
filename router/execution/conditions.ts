import {
  type DirectiveNode,
  type DocumentNode,
  Kind,
  type SelectionNode,
  type ValueNode,
  visit,
} from 'graphql';
import type { Variables } from './operation.ts';

/** Whether `@skip` and `@include` let a selection stand. */
export type IsIncluded = (selection: SelectionNode) => boolean;

/** The variables that `@skip` and `@include` depend on, in order. */
export function conditionVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive(directive) {
      const condition = conditionOf(directive);
      if (condition?.kind === Kind.VARIABLE) names.add(condition.name.value);
    },
  });
  return [...names];
}

/** The values of the variables are fixed: what comes out of it holds for these alone. */
export function createIsIncluded(variables: Variables): IsIncluded {
  const isMet = (directive: DirectiveNode): boolean => {
    const condition = conditionOf(directive);
    if (condition === undefined) return true;
    const value =
      condition.kind === Kind.VARIABLE
        ? variables[condition.name.value] === true
        : condition.kind === Kind.BOOLEAN && condition.value;
    return directive.name.value === 'include' ? value : !value;
  };
  return ({ directives = [] }) => directives.every(isMet);
}

function conditionOf({ name, arguments: given = [] }: DirectiveNode): ValueNode | undefined {
  if (name.value !== 'skip' && name.value !== 'include') return undefined;
  return given.find((each) => each.name.value === 'if')?.value;
}
