import type { Client } from '../client.ts';
import { RoomStatusDocument, type RoomStatusSubscription } from '../documents.generated.ts';

type Change = RoomStatusSubscription['roomStatusChanged'];

export type LiveStatus = {
  /** Everything that has arrived so far. */
  readonly changes: readonly Change[];
  close(): Promise<void>;
};

/** Follows the status of rooms and passes on each change. */
export function followStatus(
  client: Client,
  roomIds: readonly string[],
  onChange: (change: Change) => void,
): LiveStatus {
  const changes: Change[] = [];
  const subscription = client.subscribe(RoomStatusDocument, { roomIds: [...roomIds] });

  async function read(): Promise<void> {
    for await (const { data } of subscription) {
      if (!data) continue;
      changes.push(data.roomStatusChanged);
      onChange(data.roomStatusChanged);
    }
  }

  const reading = read();
  return {
    changes,
    async close() {
      await subscription.return?.();
      await reading;
    },
  };
}
