import { z } from 'zod';
import { text } from '../../platform/config/setting-kinds.ts';

/** What can be set for the containers of docker-compose.yml and `npm run credentials`. */
export const CONTAINERS_TABLE = z.strictObject({
  folder: text.withDefault('.containers', {
    env: 'CONTAINERS_DIR',
    description: 'folder of the passwords, keys and tokens of the containers',
  }),
});
