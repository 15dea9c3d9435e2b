import { z } from 'zod';
import { DATA_DIR, LAUNCHER_TABLE, SERVERS } from '../../embedded/launcher/settings-table.ts';
import { OPEN_TABLE } from '../../embedded/open-settings.ts';
import { SIMULATOR_TABLE } from '../../embedded/psp/settings-table.ts';
import type { SettingsTable } from '../../platform/config/read-settings.ts';
import { text } from '../../platform/config/setting-kinds.ts';
import { OPTIONAL_NATS, STREAMS_KEPT } from '../../platform/messaging/jetstream/settings.ts';
import { CONFIG_VARIABLE } from '../../router/config/config.ts';
import { Settings as ROUTER_TABLE } from '../../router/config/schema.ts';
import { BOOKING_TABLE } from '../../subgraphs/booking/settings.ts';
import { COMMUNITY_TABLE } from '../../subgraphs/community/settings.ts';
import { NOTIFICATION_TABLE } from '../../subgraphs/notification/settings.ts';
import { PAYMENT_TABLE } from '../../subgraphs/payment/settings.ts';
import { ROOM_TABLE } from '../../subgraphs/room/settings.ts';
import { SUPPLIES_TABLE } from '../../subgraphs/supplies/settings.ts';
import { VIEW_TABLE } from '../../subgraphs/view/settings.ts';
import { AUDIT_TABLE } from '../audit/settings.ts';
import { CONTAINERS_TABLE } from '../containers/settings.ts';

/** The name of the router among the processes. Its settings can be in files, too. */
export const ROUTER = 'router';

/** The subgraphs and what can be set for each. */
export const SUBGRAPHS: Readonly<Record<string, SettingsTable>> = {
  booking: BOOKING_TABLE,
  community: COMMUNITY_TABLE,
  notification: NOTIFICATION_TABLE,
  payment: PAYMENT_TABLE,
  room: ROOM_TABLE,
  supplies: SUPPLIES_TABLE,
  view: VIEW_TABLE,
};

/** The files of the router's settings, which no file can name. */
const ROUTER_FILES = z.strictObject({
  file: text.optional({
    env: CONFIG_VARIABLE,
    description: 'configuration file, or several separated by commas; a later one overrides an earlier one',
  }),
});

/** Every process that reads settings, with its tables. A new service gets an entry. */
export const PROCESSES: Readonly<Record<string, readonly SettingsTable[]>> = {
  [ROUTER]: [ROUTER_TABLE, ROUTER_FILES],
  ...Object.fromEntries(Object.entries(SUBGRAPHS).map(([name, table]) => [name, [table]])),
  psp: [SIMULATOR_TABLE],
  start: [LAUNCHER_TABLE],
  commands: [
    z.strictObject({ dataDir: DATA_DIR, servers: SERVERS, nats: OPTIONAL_NATS, kept: STREAMS_KEPT }),
    AUDIT_TABLE,
    OPEN_TABLE,
    CONTAINERS_TABLE,
  ],
};
