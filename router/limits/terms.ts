import type { Variables } from '../graphql/variables.ts';

/** A fixed number, or a function of an operation's coerced variables. */
export type Term = number | ((variables: Variables) => number);

/** The sum of expressions. The fixed parts are added once. */
export function sum(terms: readonly Term[]): Term {
  let fixed = 0;
  const open: Exclude<Term, number>[] = [];
  for (const term of terms) {
    if (typeof term === 'number') fixed += term;
    else open.push(term);
  }
  if (open.length === 0) return fixed;
  return (variables) => {
    let total = fixed;
    for (const term of open) total += term(variables);
    return total;
  };
}

/** The product of two expressions. */
export function times(count: Term, each: Term): Term {
  if (typeof count === 'number' && typeof each === 'number') return count * each;
  const asFunction = (term: Term) => (typeof term === 'number' ? () => term : term);
  const [countOf, eachOf] = [asFunction(count), asFunction(each)];
  return (variables) => countOf(variables) * eachOf(variables);
}
