import { parseUuid } from '../input/uuid.ts';
import type { Loader } from './loaders.ts';

/** How the router refers to an entity whose key is its id. */
export type Reference = { readonly id: string };

/** Resolves a reference to an entity that this subgraph only extends. A malformed id refers to nothing. */
export function toReference({ id }: Reference): Reference | null {
  const uuid = parseUuid(id);
  return uuid === undefined ? null : { id: uuid };
}

/** Loads the entity of a reference; null when the id is malformed or unknown. */
export async function loadReference<Entity>(
  loader: Loader<Entity | undefined>,
  reference: Reference,
): Promise<Entity | null> {
  const found = toReference(reference);
  return (found && (await loader.load(found.id))) ?? null;
}
