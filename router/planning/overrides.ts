import { type DocumentNode, visit } from 'graphql';
import { argumentText } from '../graphql/directives.ts';

/** Whether each label of `@override` is active, for one request. */
export type Overrides = ReadonlyMap<string, boolean>;

const PERCENT = /^percent\((\d+(?:\.\d+)?)\)$/;

/**
 * The labels of `@override` in a supergraph, with the fraction of requests for which each is active, from 0
 * to 1. A label that is not a percentage is never active.
 */
export function overrideLabels(supergraph: DocumentNode): ReadonlyMap<string, number> {
  const labels = new Map<string, number>();
  visit(supergraph, {
    Directive(node) {
      const label = node.name.value === 'join__field' && argumentText(node, 'overrideLabel');
      if (label) labels.set(label, Number(PERCENT.exec(label)?.[1] ?? 0) / 100);
    },
  });
  return labels;
}
