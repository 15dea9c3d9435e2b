import type { Parameters } from './parameters.ts';

/**
 * Whether a folded text contains another one, as an SQL condition. The service's schema has the function
 * `bigrams`, the pairs of characters of a text, and an index on those of the column: it finds texts that few
 * rows contain, in any script.
 */
export function contains(column: string, text: string, parameters: Parameters): string {
  const part = parameters.add(text, 'text');
  return `(strpos(${column}, ${part}) > 0 AND bigrams(${column}) @> bigrams(${part}))`;
}
