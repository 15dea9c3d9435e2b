import { readImageDefaults } from '../../compose.ts';
import type { Workload } from '../../workload.ts';
import { byKind, dataOf, type Manifest } from '../manifests.ts';
import { operatorsMake } from '../operators.ts';
import type { Scope } from '../scope.ts';
import { workloadsOf } from '../workloads.ts';

const IMAGE = readImageDefaults();

/** The programs of rendered manifests, in which each secret has the name of its file for a value. */
export function workloadsIn(scope: Scope): readonly Workload[] {
  return workloadsOf(scope, IMAGE, fileOf);
}

function fileOf(secret: Manifest, key: string): string {
  const value = Buffer.from(dataOf(secret)[key] ?? '', 'base64').toString();
  return value || `${secret.metadata.name}/${key}`;
}

/** The files of all secrets that there are. */
export function secretsOf({ manifests }: Scope): ReadonlySet<string> {
  const secrets = byKind([...manifests, ...operatorsMake(manifests)], 'Secret');
  return new Set(secrets.flatMap((each) => Object.keys(dataOf(each)).map((key) => fileOf(each, key))));
}
