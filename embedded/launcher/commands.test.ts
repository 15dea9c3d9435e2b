import { expect, test } from 'vitest';
import { START, STATUS, STOP } from './commands.ts';

test('positional arguments are names', () => {
  expect(START.read(['room', 'nats'])).toMatchObject({ positionals: ['room', 'nats'] });
});

test('the help lists the services', () => {
  expect(STOP.read(['--help'])).toBeUndefined();
  expect(STOP.usage).toMatch(/^Usage: npm stop[\s\S]*booking[\s\S]*DATA_DIR/);
});

test('what is unknown is refused', () => {
  expect(START.read(['--room'])).toContain('--room');
  expect(STATUS.read(['room'])).toContain('room');
});
