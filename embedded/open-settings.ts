import { z } from 'zod';
import { text } from '../platform/config/setting-kinds.ts';

/** What can be set for `npm run open`. */
export const OPEN_TABLE = z.strictObject({
  browser: text.optional({
    env: 'BROWSER',
    defaultText: 'that of the desktop',
    description: 'program that opens the page',
  }),
});
