import { defineCommand } from '../../platform/config/command-line.ts';

export const DEMO = defineCommand({
  forms: ['npm run demo'],
  about:
    'Demonstrates the product on the running instance: registers rooms, lets two customers race for a slot, pays, follows the rooms live, declines a card, cancels and refunds, lets customers like a course and review a room, and deletes a room while supplies is down and then up. It removes what it has made. DATA_DIR (default .data) selects the instance.',
  examples: ['npm run demo'],
  status: '0 every step went as expected, 1 one did not, or nothing runs, 2 wrong usage, 130 interrupted',
});
