import { catalogueId, DEFAULT_LINES } from '../domain/catalogue.ts';
import type { SupplyLine } from '../domain/supply-line.ts';
import type { Dependencies } from './ports.ts';

export type StandardSupplies = ReturnType<typeof createStandardSupplies>;

/** Reads the standard supplies of a host: the host's own, or else the house's, which are those of nobody. */
export function createStandardSupplies({ catalogues }: Pick<Dependencies, 'catalogues'>) {
  return async (hostId: string | null): Promise<readonly SupplyLine[]> =>
    (hostId === null ? undefined : await linesOf(hostId)) ?? (await linesOf(null)) ?? DEFAULT_LINES;

  async function linesOf(hostId: string | null): Promise<readonly SupplyLine[] | undefined> {
    return (await catalogues.load(catalogueId(hostId))).state?.lines;
  }
}
