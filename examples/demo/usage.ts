export const DEMO_USAGE = `Usage: npm run demo
Demonstrates the product on the running instance: registers rooms, lets two customers race for a slot, pays, follows
the rooms live, declines a card, cancels and refunds, and deletes a room while supplies is down and then up. It removes
what it has made. DATA_DIR (default .data) selects the instance.

Example: npm run demo

Exit status: 0 every step went as expected, 1 one did not, or nothing runs, 2 wrong usage, 130 interrupted.`;
