import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { ROOT } from '../../../run.ts';
import { findKubectl, renderKustomization } from '../kubectl.ts';
import { type Manifest, podsOf, readManifests } from '../manifests.ts';
import type { Scope } from '../scope.ts';

export const FOLDER = join(ROOT, 'deploy/k8s');

/** The overlays, each with the stores that it is for. */
export const OVERLAYS = [
  { overlay: 'small', stores: 'small' },
  { overlay: 'large', stores: 'large' },
  { overlay: 'linkerd', stores: 'large' },
] as const;

export type Rendered = {
  /** Programs, stores and secrets together: what is in the namespace. */
  readonly scope: Scope;
  readonly programs: readonly Manifest[];
  readonly stores: readonly Manifest[];
  readonly secrets: readonly Manifest[];
};

/** The files of the secrets, as deploy/k8s/secrets names them. */
export async function secretFiles(): Promise<readonly string[]> {
  const text = await readFile(join(FOLDER, 'secrets/kustomization.yaml'), 'utf8');
  return [...new Set([...text.matchAll(/files\/secrets\/(\S+)$/gm)].map(([, name = '']) => name))];
}

/** Renders a copy of deploy/k8s in which each secret has the name of its file for a value. */
export async function renderAll(adapt: (folder: string) => Promise<void> = async () => {}) {
  const kubectl = await findKubectl();
  const copy = await mkdtemp(join(tmpdir(), 'meetingroom-k8s-'));
  try {
    await cp(FOLDER, copy, { recursive: true, filter: (path) => basename(path) !== 'files' });
    for (const name of await secretFiles()) {
      const file = join(copy, 'secrets/files/secrets', name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, name);
    }
    await adapt(copy);
    const render = async (folder: string) =>
      readManifests(await renderKustomization(kubectl, join(copy, folder)));
    const secrets = await render('secrets');
    const overlays = new Map<string, Rendered>();
    for (const { overlay, stores: size } of OVERLAYS) {
      const programs = await render(join('overlays', overlay));
      const stores = await render(join('stores', size));
      overlays.set(overlay, {
        scope: scopeOf([...programs, ...stores, ...secrets]),
        programs,
        stores,
        secrets,
      });
    }
    return {
      cluster: await render('cluster'),
      secrets,
      of(overlay: string): Rendered {
        const found = overlays.get(overlay);
        if (!found) throw new Error(`There is no overlay ${overlay}`);
        return found;
      },
    };
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

export function scopeOf(manifests: readonly Manifest[]): Scope {
  return { manifests, pods: podsOf(manifests) };
}
