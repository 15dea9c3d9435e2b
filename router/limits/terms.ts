import type { Variables } from '../graphql/variables.ts';

/** A number, or how it comes out of an operation's coerced variables. */
export type Term = number | ((variables: Variables) => number);

/** Adds terms up; what does not depend on variables is added once. */
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

export function times(count: Term, each: Term): Term {
  if (typeof count === 'number' && typeof each === 'number') return count * each;
  const asFunction = (term: Term) => (typeof term === 'number' ? () => term : term);
  const [countOf, eachOf] = [asFunction(count), asFunction(each)];
  return (variables) => countOf(variables) * eachOf(variables);
}
