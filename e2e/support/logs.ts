import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { InstanceRecord } from '../../embedded/process/record.ts';

/** A line of a log and the file that it is in. */
export type LogLine = { readonly file: string; readonly line: string };

/** All lines that the processes of an instance have logged. */
export async function logLines(dataDir: string): Promise<readonly LogLine[]> {
  const files = await readdir(join(dataDir, 'logs'));
  const texts = await Promise.all(
    files.map(async (file) => ({ file, text: await readFile(join(dataDir, 'logs', file), 'utf8') })),
  );
  return texts.flatMap(({ file, text }) =>
    text.split('\n').flatMap((line) => (line === '' ? [] : [{ file, line }])),
  );
}

/** The secrets of an instance: what its files keep, and the passwords in the addresses of its servers. */
export async function secretsOf(
  dataDir: string,
  { services, control }: InstanceRecord,
): Promise<readonly string[]> {
  const files = await readdir(dataDir, { recursive: true });
  const kept = await Promise.all(
    files
      .filter((file) => file.endsWith('.secret'))
      .map(async (file) => (await readFile(join(dataDir, file), 'utf8')).trim()),
  );
  const passwords = Object.values(services).map(({ url }) => new URL(url).password);
  return [...kept, ...passwords, control?.secret ?? ''].filter((secret) => secret !== '');
}

/** What looks like a token, a key of the provider or of webhooks, or a password in a URL. */
export const SECRET = /eyJ[\w-]{10,}\.|\b(?:sk|rk)_(?:test|live)_\w|whsec_\w|:\/\/[^/\s:@"]+:[^/\s:@"]+@/;
