import type { Actor } from '../../../platform/decisions/actor.ts';
import { accept, type Decider, reject } from '../../../platform/decisions/decider.ts';
import type { Instant } from '../../../platform/decisions/values.ts';
import type { SupplyLine } from './supply-line.ts';

/** The id of the house's catalogue. It has the lines for rooms whose host has not set their own. */
export const HOUSE_CATALOGUE_ID = '01930000-0000-7000-8000-000000000001';

/** The standard supplies of the house until an admin sets others. */
export const DEFAULT_LINES: readonly SupplyLine[] = [
  { name: 'Whiteboard', quantity: 1 },
  { name: 'Marker', quantity: 4 },
  { name: 'Projector', quantity: 1 },
  { name: 'HDMI cable', quantity: 1 },
  { name: 'Power strip', quantity: 1 },
  { name: 'Chair', quantity: 8 },
];

/** The standard supplies of the house or of one host. */
export type Catalogue = { readonly lines: readonly SupplyLine[] };
/** Undefined until it is set for the first time. A catalogue without lines is a choice: rooms get nothing. */
export type CatalogueState = Catalogue | undefined;

export type SetStandardSupplies = {
  readonly type: 'setStandardSupplies';
  readonly at: Instant;
  readonly actor: Actor;
  readonly lines: readonly SupplyLine[];
};

export type CatalogueEvent = {
  readonly type: 'StandardSuppliesSet';
  readonly at: Instant;
  readonly lines: readonly SupplyLine[];
};

/** The actor manages no rooms. */
export type CatalogueRejection = { readonly kind: 'Forbidden' };

/** The host whose standard supplies an actor sees and sets; null for the house's. */
export function catalogueOwner({ subject, manages }: Actor): string | null {
  return manages === 'OWN' ? subject : null;
}

/**
 * The id of a catalogue.
 *
 * @param hostId null for the house's
 */
export function catalogueId(hostId: string | null): string {
  return hostId === null ? HOUSE_CATALOGUE_ID : `host:${hostId}`;
}

export const catalogueDecider: Decider<
  CatalogueState,
  SetStandardSupplies,
  CatalogueEvent,
  CatalogueRejection
> = {
  decide: ({ at, actor, lines }) =>
    actor.manages === 'NONE'
      ? reject({ kind: 'Forbidden' })
      : accept({ type: 'StandardSuppliesSet', at, lines }),
  evolve: (_state, { lines }) => ({ lines }),
  initialState: undefined,
};
