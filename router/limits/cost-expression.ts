import type { Variables } from '../graphql/variables.ts';

/** A fixed number, or a function of an operation's coerced variables. */
export type CostExpression = number | ((variables: Variables) => number);

/** The sum of expressions. The fixed parts are added once. */
export function sum(expressions: readonly CostExpression[]): CostExpression {
  let fixed = 0;
  const open: Exclude<CostExpression, number>[] = [];
  for (const expression of expressions) {
    if (typeof expression === 'number') fixed += expression;
    else open.push(expression);
  }
  if (open.length === 0) return fixed;
  return (variables) => {
    let total = fixed;
    for (const expression of open) total += expression(variables);
    return total;
  };
}

/** The product of two expressions. */
export function times(count: CostExpression, each: CostExpression): CostExpression {
  if (typeof count === 'number' && typeof each === 'number') return count * each;
  const asFunction = (expression: CostExpression) =>
    typeof expression === 'number' ? () => expression : expression;
  const [countOf, eachOf] = [asFunction(count), asFunction(each)];
  return (variables) => countOf(variables) * eachOf(variables);
}
