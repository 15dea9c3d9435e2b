import { expect } from 'vitest';

/** What a subscriber of `roomStatusChanged` gets. */
export type StatusChange = {
  readonly roomStatusChanged: {
    readonly kind: string;
    readonly cursor: string;
    readonly status: string;
    readonly previousStatus: string | null;
    readonly booking: { readonly id: string } | null;
  };
};

export const FOLLOW_STATUS = `subscription ($roomIds: [ID!], $after: ID) {
  roomStatusChanged(roomIds: $roomIds, after: $after) { kind cursor status previousStatus booking { id } }
}`;

/** Expects that no change of a room was missed or repeated, whatever connections ended meanwhile. */
export function expectUnbroken(changes: readonly StatusChange[]): void {
  for (const [index, { roomStatusChanged: change }] of changes.entries()) {
    const earlier = changes[index - 1]?.roomStatusChanged;
    if (!earlier) continue;
    expect(Number(change.cursor)).toBeGreaterThan(Number(earlier.cursor));
    expect(change.previousStatus).toBe(earlier.status);
  }
}
