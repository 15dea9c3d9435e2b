import { writeFile } from 'node:fs/promises';
import { errorCode } from '../../platform/errors.ts';
import { renderCredentials } from './credentials.ts';

/** Writes new credentials into a file that only its owner may read. Returns false when the file exists. */
export async function writeCredentials(file: string): Promise<boolean> {
  try {
    await writeFile(file, renderCredentials(), { mode: 0o600, flag: 'wx' });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}
