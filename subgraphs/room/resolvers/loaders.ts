import DataLoader from 'dataloader';
import type { RoomQueries } from '../application/ports.ts';
import type { RoomLoaders } from './context.ts';

export function createLoaders(queries: RoomQueries): RoomLoaders {
  return {
    room: new DataLoader(async (ids) => {
      const found = new Map((await queries.byIds(ids)).map((room) => [room.id, room]));
      return ids.map((id) => found.get(id));
    }),
  };
}
