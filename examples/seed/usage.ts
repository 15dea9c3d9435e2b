import { defineCommand } from '../../platform/config/command-line.ts';

export const SEED = defineCommand({
  forms: ['npm run seed'],
  about:
    'Adds two locations, six rooms of the hosts henry and hana, their supplies, the bookings of several customers in the coming week, and two courses with reviews, likes and bookmarks, through the public API of the running instance. What exists already is left as it is: run it again on another day and only the bookings of the new days are added. DATA_DIR (default .data) selects the instance.',
  examples: ['npm run seed'],
  status: '0 done, 1 something could not be added, or nothing runs, 2 wrong usage',
});
