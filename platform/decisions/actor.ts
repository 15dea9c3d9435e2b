/** Who acts, and what they manage: all rooms, the rooms of which they are the host, or none. */
export type Actor = {
  /** The subject of their tokens. */
  readonly subject: string;
  readonly manages: 'ALL' | 'OWN' | 'NONE';
};

/**
 * Whether an actor manages a room and what belongs to it.
 *
 * @param hostId the host of the room; null when it has none or is unknown: only who manages all manages it
 */
export function manages({ subject, manages: extent }: Actor, hostId: string | null | undefined): boolean {
  return extent === 'ALL' || (extent === 'OWN' && hostId === subject);
}
