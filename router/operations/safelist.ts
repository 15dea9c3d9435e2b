import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** What becomes of documents that are not listed: they run, they run and are logged, or they do not run. */
export type SafelistMode = 'off' | 'log' | 'only';

export type Safelist = {
  readonly mode: SafelistMode;
  /** Whether exactly this text is listed. */
  has(text: string): boolean;
  /** The listed text with this id. */
  byId(id: string): string | undefined;
  /** The name under which a text is listed, for metrics. */
  nameOf(text: string): string | undefined;
};

/** Apollo's format of persisted query manifests. */
const Manifest = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(
    z.object({ id: z.string().min(1), name: z.string().optional(), body: z.string().min(1) }),
  ),
});

export const noSafelist: Safelist = createSafelist('off', []);

export type ListedDocument = {
  readonly id: string;
  readonly name?: string | undefined;
  readonly body: string;
};

export function createSafelist(mode: SafelistMode, operations: readonly ListedDocument[]): Safelist {
  const byId = new Map(operations.map(({ id, body }) => [id, body]));
  const names = new Map(operations.map(({ id, name, body }) => [body, name ?? id]));
  return {
    mode,
    has: (text) => names.has(text),
    byId: (id) => byId.get(id),
    nameOf: (text) => names.get(text),
  };
}

/** Reads the manifest of the safelist. Throws an error that names the file when it is missing or no manifest. */
export async function readSafelist(mode: SafelistMode, file: string): Promise<Safelist> {
  try {
    const manifest = Manifest.safeParse(JSON.parse(await readFile(file, 'utf8')));
    if (!manifest.success) throw new Error(z.prettifyError(manifest.error));
    return createSafelist(mode, manifest.data.operations);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The safelist ${file} cannot be used: ${reason}`, { cause: error });
  }
}
