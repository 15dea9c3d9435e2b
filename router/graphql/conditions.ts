import {
  type DirectiveNode,
  type DocumentNode,
  Kind,
  type SelectionNode,
  type ValueNode,
  visit,
} from 'graphql';
import type { Variables } from './variables.ts';

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

/** A selection without the conditions that the document itself decides; undefined when they leave it out. */
export function decide<T extends SelectionNode>(selection: T): T | undefined {
  const { directives = [] } = selection;
  const decided = directives.filter((each) => conditionOf(each)?.kind === Kind.BOOLEAN);
  if (decided.length === 0) return selection;
  if (!withoutVariables({ ...selection, directives: decided })) return undefined;
  return { ...selection, directives: directives.filter((each) => !decided.includes(each)) };
}

const withoutVariables = createIsIncluded({});

function conditionOf({ name, arguments: given = [] }: DirectiveNode): ValueNode | undefined {
  if (name.value !== 'skip' && name.value !== 'include') return undefined;
  return given.find((each) => each.name.value === 'if')?.value;
}
