import { accept, type Decider } from '../../../platform/decisions/decider.ts';
import type { Instant } from '../../../platform/decisions/values.ts';
import type { SupplyLine } from './supply-line.ts';

/** The id of the only catalogue. It has the lines for rooms whose registration has none. */
export const CATALOGUE_ID = '01930000-0000-7000-8000-000000000001';

/** The standard supplies until staff sets others. */
export const DEFAULT_LINES: readonly SupplyLine[] = [
  { name: 'Whiteboard', quantity: 1 },
  { name: 'Marker', quantity: 4 },
  { name: 'Projector', quantity: 1 },
  { name: 'HDMI cable', quantity: 1 },
  { name: 'Power strip', quantity: 1 },
  { name: 'Chair', quantity: 8 },
];

export type Catalogue = { readonly lines: readonly SupplyLine[] };
/** Undefined until staff sets it for the first time. */
export type CatalogueState = Catalogue | undefined;

export type SetStandardSupplies = {
  readonly type: 'setStandardSupplies';
  readonly at: Instant;
  readonly lines: readonly SupplyLine[];
};

export type CatalogueEvent = {
  readonly type: 'StandardSuppliesSet';
  readonly at: Instant;
  readonly lines: readonly SupplyLine[];
};

export function linesOf(state: CatalogueState): readonly SupplyLine[] {
  return state?.lines ?? DEFAULT_LINES;
}

export const catalogueDecider: Decider<CatalogueState, SetStandardSupplies, CatalogueEvent> = {
  decide: ({ at, lines }) => accept({ type: 'StandardSuppliesSet', at, lines }),
  evolve: (_state, { lines }) => ({ lines }),
  initialState: undefined,
};
