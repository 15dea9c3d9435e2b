import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { errorMessage } from '../../platform/errors.ts';
import { CannotDo } from '../events/instance.ts';

const FORMAT = 1;
const FILE = 'manifest.json';

const partSchema = z.object({
  service: z.string().regex(/^[a-z]+$/),
  kind: z.enum(['postgres', 'mongodb']),
  /** Its name in the folder of the backup. */
  file: z.string().regex(/^[a-z]+\.[a-z.]+$/),
  bytes: z.number().int().nonnegative(),
  sha256: z.string(),
  /** When it was read, or began to be read. */
  readAt: z.iso.datetime(),
  /** The rows of each table, or the documents of each collection. */
  counts: z.record(z.string(), z.number().int().nonnegative()),
});

const manifestSchema = z.object({
  format: z.literal(FORMAT),
  /** The version of the product that made it. */
  version: z.string(),
  /** What was accepted from here on may be missing. */
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  parts: z.array(partSchema).min(1).max(64),
  /** Whether the ledger of the payment simulator is in the folder. */
  hasLedger: z.boolean(),
});

/** The data of one service in a backup. */
export type Part = z.infer<typeof partSchema>;
export type Manifest = z.infer<typeof manifestSchema>;

/** Writes the manifest, which comes last: a folder without one is no backup. */
export async function writeManifest(folder: string, manifest: Omit<Manifest, 'format'>): Promise<void> {
  const text = JSON.stringify({ format: FORMAT, ...manifest }, null, 2);
  await writeFile(join(folder, FILE), `${text}\n`, { mode: 0o600, flush: true });
}

/** Reads the manifest of a backup. @throws CannotDo if there is none, or one of another format */
export async function readManifest(folder: string): Promise<Manifest> {
  try {
    return manifestSchema.parse(JSON.parse(await readFile(join(folder, FILE), 'utf8')));
  } catch (error) {
    const reason = error instanceof z.ZodError ? 'its manifest is of another form' : errorMessage(error);
    throw new CannotDo(`${folder} is no backup that this version can restore: ${reason}.`, { cause: error });
  }
}

/** Reads every file of a backup. @throws CannotDo if one is not as it was written */
export async function verifyParts(folder: string, { parts }: Manifest): Promise<void> {
  for (const { file, bytes, sha256 } of parts) {
    const found = await fingerprint(join(folder, file)).catch((error: unknown) => {
      throw new CannotDo(`${file} of the backup cannot be read: ${errorMessage(error)}.`, { cause: error });
    });
    if (found.bytes !== bytes || found.sha256 !== sha256)
      throw new CannotDo(`${file} is not as the backup wrote it: nothing was changed.`);
  }
}

/** The size of a file and its checksum, in hexadecimal. */
export async function fingerprint(
  path: string,
): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  await pipeline(createReadStream(path), async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      hash.update(chunk);
    }
  });
  return { bytes, sha256: hash.digest('hex') };
}
