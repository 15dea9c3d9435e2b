import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { errorMessage } from '../../platform/errors.ts';
import type { Logger } from '../../platform/telemetry/logger.ts';
import { followFile } from '../follow-file.ts';

/** How documents that are not listed are treated: executed, executed and logged, or refused. */
export type SafelistMode = 'off' | 'log' | 'only';

export type Safelist = {
  readonly mode: SafelistMode;
  /** The number of listed documents. */
  readonly size: number;
  /** Whether exactly this text is listed. */
  has(text: string): boolean;
  /** The listed text with this id. */
  byId(id: string): string | undefined;
  /** The name of a listed text, for metrics. */
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
    size: byId.size,
    has: (text) => names.has(text),
    byId: (id) => byId.get(id),
    nameOf: (text) => names.get(text),
  };
}

/** A safelist that follows its file. */
export type FollowedSafelist = Safelist & {
  /** Stops watching the file. */
  close(): void;
};

/**
 * Reads the manifest of the safelist, again after each change of the file. A changed file that is not a
 * manifest is logged, and the current list stays. At start, the same rejects.
 */
export async function followSafelist({
  mode,
  file,
  log,
}: {
  readonly mode: SafelistMode;
  readonly file: string;
  readonly log: Logger;
}): Promise<FollowedSafelist> {
  let current = await readSafelist(mode, file);
  let read: Promise<void> = Promise.resolve();

  async function reload(): Promise<void> {
    try {
      current = await readSafelist(mode, file);
      log.info({ file, documents: current.size }, 'safelist read');
    } catch (error) {
      log.error({ err: error, file }, 'the changed safelist cannot be used; the current one stays');
    }
  }

  const stopFollowing = followFile(file, () => {
    read = read.then(reload);
  });
  return {
    mode,
    get size() {
      return current.size;
    },
    has: (text) => current.has(text),
    byId: (id) => current.byId(id),
    nameOf: (text) => current.nameOf(text),
    close: stopFollowing,
  };
}

/**
 * Reads the manifest of the safelist. Rejects with an error that names the file when it is missing or not a
 * manifest.
 */
export async function readSafelist(mode: SafelistMode, file: string): Promise<Safelist> {
  try {
    const manifest = Manifest.safeParse(JSON.parse(await readFile(file, 'utf8')));
    if (!manifest.success) throw new Error(z.prettifyError(manifest.error));
    const { operations } = manifest.data;
    const safelist = createSafelist(mode, operations);
    const twice = operations.find(({ id, body }) => safelist.byId(id) !== body);
    if (twice) throw new Error(`two documents have the id ${twice.id}`);
    return safelist;
  } catch (error) {
    const reason = errorMessage(error);
    throw new Error(`The safelist ${file} cannot be used: ${reason}`, { cause: error });
  }
}
