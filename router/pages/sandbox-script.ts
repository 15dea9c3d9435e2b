import { createHash } from 'node:crypto';
import { readPageFile } from './assets.ts';

/** A script under an address of its own for each content, so that a browser may keep it for ever. */
export type HashedScript = {
  /** Its file name: `sandbox-0123456789abcdef.js`. */
  readonly name: string;
  readonly body: string;
  /** The element that loads it, and nothing else in its place. */
  readonly element: string;
};

const FILE = 'sandbox.generated.js';

/** Reads the script of Apollo Sandbox. @param folder the path of its address, which ends with a slash */
export async function readSandboxScript(folder: string): Promise<HashedScript> {
  const body = await readPageFile(FILE);
  const digest = createHash('sha384').update(body).digest();
  const name = `sandbox-${digest.toString('hex').slice(0, 16)}.js`;
  const integrity = `sha384-${digest.toString('base64')}`;
  return { name, body, element: `<script defer src="${folder}${name}" integrity="${integrity}"></script>` };
}
