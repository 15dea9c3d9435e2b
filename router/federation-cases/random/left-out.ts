import type { Case } from '../testing/case.ts';

type LeftOut = {
  /** The name of the case. */
  readonly graph: string;
  /** As `Type.field`. */
  readonly fields: readonly string[];
  readonly why: string;
};

/** Fields of which the answer cannot be compared with the single schema's. */
export const LEFT_OUT: readonly LeftOut[] = [
  {
    graph: 'a required field that fails',
    fields: ['Item.tax', 'Item.fee'],
    why: 'the single schema requires nothing, so that it has no error where what is required fails; "fee" is not right in either',
  },
  {
    graph: 'a union whose values differ between subgraphs',
    fields: ['Container.wrapper', 'Container.own'],
    why: 'the subgraphs resolve it each in its way, the single schema in one; not right in either',
  },
  {
    graph: 'interface objects that cannot be resolved',
    fields: ['Node.field', 'Leaf.field'],
    why: 'no subgraph can give it below "a", and the single schema can',
  },
  {
    graph: 'null keys',
    fields: ['Book.id'],
    why: 'the subgraph that has it does not know one of the books, and the single schema knows all',
  },
  {
    graph: 'mutations of several subgraphs',
    fields: ['Query.log', 'Product.seen'],
    why: 'reading it changes it, and what is read of a query has no order',
  },
];

/** The fields of a graph that random operations do not ask for. */
export function leftOutOf({ name }: Case): ReadonlySet<string> {
  return new Set(LEFT_OUT.filter(({ graph }) => graph === name).flatMap(({ fields }) => fields));
}
