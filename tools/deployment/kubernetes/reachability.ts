import { z } from 'zod';
import { byKind, readSelector, selects } from './manifests.ts';
import { networkPolicy } from './references.ts';
import type { Scope } from './scope.ts';

type Labels = Readonly<Record<string, string>>;

/** A port of pods. A policy names it by its number or, for pods that are here, by its name. */
export type Place = { readonly labels: Labels; readonly port: number; readonly portName?: string };

/**
 * Whether NetworkPolicies let pods with these labels reach a place in the same namespace. A place that no
 * policy selects is open to everybody.
 */
export function mayReach(scope: Scope, from: Labels, { labels, port, portName }: Place): boolean {
  const policies = byKind(scope.manifests, 'NetworkPolicy').map(
    (each) => z.object({ spec: networkPolicy }).parse(each).spec,
  );
  const ofPlace = policies.filter(({ podSelector }) => selects(readSelector(podSelector), labels));
  if (ofPlace.length === 0) return true;
  return ofPlace.some(({ ingress }) =>
    ingress.some(
      (rule) =>
        (rule.ports.length === 0 ||
          rule.ports.some((each) => each.port === port || each.port === portName)) &&
        rule.from.some(
          (peer) =>
            peer.podSelector !== undefined &&
            peer.namespaceSelector === undefined &&
            selects(readSelector(peer.podSelector), from),
        ),
    ),
  );
}
