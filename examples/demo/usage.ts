import { defineCommand } from '../../platform/config/command-line.ts';

export const DEMO = defineCommand({
  forms: ['npm run demo'],
  about:
    'Demonstrates the product on the running instance: registers rooms, lets two customers race for a slot, pays, follows the rooms live, declines a card, cancels and refunds; sends messages in English and Korean, also those that were missed while notification was down; lets customers like a course and review a room; reads the boards while all other services are down; deletes a room while supplies is down and then up. It removes the rooms and courses that it has made. DATA_DIR (default .data) selects the instance; .containers is that of docker-compose.yml.',
  examples: ['npm run demo'],
  status: '0 every step went as expected, 1 one did not, or nothing runs, 2 wrong usage, 130 interrupted',
});
