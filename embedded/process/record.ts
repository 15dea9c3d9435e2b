import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { errorCode } from '../../platform/errors.ts';

const processId = z.object({ pid: z.number().int().positive(), startedAt: z.string() });

const schema = z.object({
  id: z.string(),
  /** The process that keeps the others running: the launcher, or a test. */
  owner: processId,
  watchdog: processId.optional(),
  /** The folder is temporary: the process that ends the instance removes it. */
  temporary: z.boolean(),
  processes: z.array(
    processId.extend({ name: z.string(), stage: z.number(), stopSignal: z.enum(['SIGTERM', 'SIGINT']) }),
  ),
  /** All addresses by name, including servers that are configured by URL. */
  services: z.record(z.string(), z.object({ url: z.string() })),
  /** Whose tokens it accepts. */
  issuer: z.enum(['local', 'elsewhere']).optional(),
  control: z.object({ url: z.string(), secret: z.string() }).optional(),
});

/** The facts about a running instance, kept in DATA_DIR/instance.json, which only its owner may read. */
export type InstanceRecord = z.infer<typeof schema>;

export function recordFile(dataDir: string): string {
  return join(dataDir, 'instance.json');
}

/** The record of the folder's instance, running or left behind; undefined if there is none. */
export function readRecord(dataDir: string): InstanceRecord | undefined {
  return readRecordFile(recordFile(dataDir));
}

function readRecordFile(file: string): InstanceRecord | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    // A file that is no valid record was not written by this program: its content is lost in any case.
    if (errorCode(error) === 'ENOENT' || error instanceof SyntaxError || error instanceof z.ZodError)
      return undefined;
    throw error;
  }
}

/** Replaces the record atomically. */
export function writeRecord(dataDir: string, record: InstanceRecord): void {
  renameSync(writeAside(dataDir, record), recordFile(dataDir));
}

/** Claims the folder for a new instance. Returns false if another instance has it. */
export function claimFolder(dataDir: string, record: InstanceRecord): boolean {
  const aside = writeAside(dataDir, record);
  try {
    linkSync(aside, recordFile(dataDir));
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(aside);
  }
}

/** Removes the record if it belongs to this instance or cannot be read. */
export function removeRecord(dataDir: string, id: string): void {
  const aside = `${recordFile(dataDir)}.${randomUUID()}`;
  try {
    renameSync(recordFile(dataDir), aside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  const found = readRecordFile(aside);
  // Another instance claimed the folder meanwhile: its record is put back.
  if (found !== undefined && found.id !== id) renameSync(aside, recordFile(dataDir));
  else rmSync(aside);
}

function writeAside(dataDir: string, record: InstanceRecord): string {
  const aside = `${recordFile(dataDir)}.${randomUUID()}`;
  try {
    writeFileSync(aside, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  }
  return aside;
}
