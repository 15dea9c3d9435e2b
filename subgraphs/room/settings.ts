import { section } from '../../platform/config/setting.ts';
import { duration, urls } from '../../platform/config/setting-kinds.ts';
import { mongoServiceTable } from '../../platform/service/service-settings.ts';

const SUPPLIES_TIMEOUT_MS = 2_000;

/** What can be set for the room service. */
export const ROOM_TABLE = mongoServiceTable({
  supplies: section({
    urls: urls.required({
      env: 'SUPPLIES_URL',
      defaultText: 'required; `npm start` sets it',
      description: 'instances of supplies',
    }),
    timeoutMs: duration.withDefault(SUPPLIES_TIMEOUT_MS, {
      env: 'SUPPLIES_TIMEOUT',
      description: 'time limit of a question to supplies',
    }),
  }),
});
