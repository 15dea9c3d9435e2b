import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Returns a random secret that is created once and kept in a file that only its owner may read. */
export function keptSecret(file: string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  const secret = randomBytes(24).toString('hex');
  // The file is written atomically: if the disk filled up meanwhile, it would be empty.
  writeFileSync(`${file}.new`, `${secret}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return secret;
}

/** The API key that the payment simulator of a data folder accepts. */
export function simulatorKey(dataDir: string): string {
  return `sk_test_${keptSecret(join(dataDir, 'simulator.key'))}`;
}

/** Returns a password for each name, all of them made from one kept secret. None tells of another. */
export function keptPasswords(file: string): (name: string) => string {
  const secret = keptSecret(file);
  return (name) => createHmac('sha256', secret).update(name).digest('hex');
}
