import type { CommandDefinition, Options } from '../../platform/config/command-definition.ts';
import { defineCommand } from '../../platform/config/command-line.ts';
import { SERVICES } from './services.ts';

const common = {
  notes: [
    `A NAME is router, a service (${SERVICES.map(({ name }) => name).join(', ')}; booking-2 with REPLICAS=2), psp (the payment simulator), postgres, nats or mongodb. DATA_DIR (default .data) selects the instance, PORT (default 4000) is the port of a new one; docs/embedded.md lists the other settings.`,
  ],
  status: '0 done, 1 failed (status: not everything is ready), 2 wrong usage',
} satisfies Partial<CommandDefinition<Options>>;

export const START = defineCommand({
  ...common,
  forms: ['npm start [-- NAME…]'],
  about:
    'Runs everything until Ctrl-C. With names: starts those in the running instance and waits until they are ready.',
  positionals: true,
  examples: [
    'npm start',
    'PORT=5000 DATA_DIR=/tmp/second npm start    runs a second instance',
    'npm start -- room                           starts room again after `npm stop -- room`',
  ],
});

export const STOP = defineCommand({
  ...common,
  forms: ['npm stop [-- NAME…]'],
  about:
    'Stops the running instance and waits. With names: stops only those; they stay down until they are started again.',
  positionals: true,
  examples: ['npm stop', 'npm stop -- room supplies'],
});

export const RESTART = defineCommand({
  ...common,
  forms: ['npm run restart [-- NAME…]'],
  about:
    'Restarts every service and router, or only those named, one after the other: each is ready before the next stops.',
  positionals: true,
  examples: ['npm run restart -- booking'],
});

export const STATUS = defineCommand({
  ...common,
  forms: ['npm run status [-- --json | --tokens | --watch]'],
  about: 'Shows what runs where, and the addresses to open.',
  options: {
    json: { type: 'switch', about: 'prints the same as JSON' },
    tokens: { type: 'switch', about: 'prints tokens for a customer, a host and an admin, too' },
    watch: {
      type: 'switch',
      about:
        'shows services, lag, bookings under way, dead letters and live connections until Ctrl-C; without a terminal, one line each time',
    },
    interval: { type: 'number', from: 1, to: 3_600, default: 2, about: 'the seconds between two looks' },
  },
  examples: ['npm run status -- --tokens', 'npm run status -- --watch --interval 10'],
});
