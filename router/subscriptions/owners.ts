import { type Path, valueAt } from '../../platform/property-path.ts';
import type { Identity } from '../context.ts';
import { PATH } from './payload-path.ts';

/** From `@live(owners:)`: the caller whose subject is at the path of the payload. */
export type Owner = {
  readonly path: Path;
  /** The scope that the caller must have as well. */
  readonly scope: string | undefined;
};

/** What a payload says of an owner. */
export type NamedOwner = { readonly subject: unknown; readonly scope: string | undefined };

const OWNER = new RegExp(String.raw`^\s*(${PATH})(?:\s+\(([^\s()]+)\))?\s*$`);

/** Parses `path` or `path (scope)`. Throws for anything else. */
export function readOwner(text: string): Owner {
  const [, path, scope] = OWNER.exec(text) ?? [];
  if (path === undefined) throw new Error(`owners: "${text}" is not of the form "path" or "path (scope)"`);
  return { path: path.split('.'), scope };
}

/** The owners that a payload names; read once per event for all subscribers. */
export function ownersIn(payload: unknown, owners: readonly Owner[]): readonly NamedOwner[] {
  return owners.map(({ path, scope }) => ({ subject: valueAt(payload, path), scope }));
}

/** Whether the caller is one of the owners and has the scope that is required of it. */
export function isAmong(owners: readonly NamedOwner[], caller: Identity | undefined): boolean {
  return (
    caller !== undefined &&
    owners.some(
      ({ subject, scope }) =>
        subject === caller.subject && (scope === undefined || caller.scopes.includes(scope)),
    )
  );
}
