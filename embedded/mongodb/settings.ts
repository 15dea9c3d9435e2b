import { text } from '../../platform/config/setting-kinds.ts';

/** The program of a MongoDB server. */
export const MONGOD = text.optional({
  env: 'MONGOMS_SYSTEM_BINARY',
  defaultText: '`mongod` on the PATH, else the bundled engine',
  description: 'program of a MongoDB server to run',
});
