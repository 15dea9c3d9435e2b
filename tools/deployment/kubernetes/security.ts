import { z } from 'zod';
import type { Pods } from './manifests.ts';

const podContext = z.looseObject({
  runAsNonRoot: z.literal(true),
  // Kubernetes cannot tell whether the name of an image's user is that of root.
  runAsUser: z.int().min(1),
  fsGroup: z.int().min(1),
  seccompProfile: z.object({ type: z.literal('RuntimeDefault') }),
});
const containerContext = z.looseObject({
  allowPrivilegeEscalation: z.literal(false),
  readOnlyRootFilesystem: z.literal(true),
  capabilities: z.strictObject({ drop: z.tuple([z.literal('ALL')]) }),
});

/**
 * What pods may do beyond the Pod Security Standard `restricted`, a root file system that can be written, and
 * a token for the API of Kubernetes, which no program uses.
 */
export function securityFindings(all: readonly Pods[]): readonly string[] {
  return all.flatMap(({ kind, name, spec }) => {
    const of = `${kind} ${name}`;
    return [
      ...errors(podContext, spec.securityContext, of),
      ...(spec.automountServiceAccountToken === false ? [] : [`${of} has a token.`]),
      ...spec.containers.flatMap((container) =>
        errors(containerContext, container.securityContext, `${of}, ${container.name}`),
      ),
    ];
  });
}

function errors(schema: z.ZodType, value: unknown, of: string): readonly string[] {
  const { success, error } = schema.safeParse(value);
  return success ? [] : error.issues.map(({ path, message }) => `${of}: ${path.join('.')}: ${message}`);
}
