import { foldColumns } from '../../../../platform/postgres/fold-columns.ts';
import type { Migration } from '../../../../platform/postgres/migrate.ts';

/** Names and locations are found however they were typed. */
export const up: Migration = async (client) => {
  await foldColumns(client, 'rooms', 'id', { folded_name: 'name', folded_location: 'location' });
  await foldColumns(client, 'room_supplies', 'room_id', { names: 'names' });
};
