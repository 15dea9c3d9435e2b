import type { Case } from '../testing/case.ts';

type ExcludedFields = {
  /** The name of the case. */
  readonly graph: string;
  /** The fields as `Type.field`. */
  readonly fields: readonly string[];
  readonly why: string;
};

/** Fields whose values cannot be compared with those of the single schema. */
export const EXCLUDED_FIELDS: readonly ExcludedFields[] = [
  {
    graph: 'a required field that fails',
    fields: ['Item.tax', 'Item.fee'],
    why: 'in the single schema nothing is required, so that a required field cannot fail; "fee" is wrong in both',
  },
  {
    graph: 'a union whose values differ between subgraphs',
    fields: ['Container.wrapper', 'Container.own'],
    why: 'each subgraph resolves it differently, the single schema in one way; wrong in both',
  },
  {
    graph: 'interface objects that cannot be resolved',
    fields: ['Node.field', 'Leaf.field'],
    why: 'no subgraph can resolve it below "a"; the single schema can',
  },
  {
    graph: 'null keys',
    fields: ['Book.id'],
    why: 'its subgraph lacks one of the books; the single schema has all',
  },
  {
    graph: 'mutations of several subgraphs',
    fields: ['Query.log', 'Product.seen'],
    why: 'reading it changes it, and the fields of a query have no order',
  },
];

/** The fields of a graph that random operations do not select. */
export function excludedFieldsOf({ name }: Case): ReadonlySet<string> {
  return new Set(EXCLUDED_FIELDS.filter(({ graph }) => graph === name).flatMap(({ fields }) => fields));
}
