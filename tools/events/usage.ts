import { SERVICES } from '../../embedded/launcher/services.ts';
import { type Command, defineCommand, defineSubcommands } from '../../platform/config/command-line.ts';
import { CONTEXTS } from '../../schema/events/contexts.ts';

type Context = (typeof CONTEXTS)[number];

const NAMES = SERVICES.map(({ name }) => name);

/** What `npm run events` is to do. */
export type EventsRequest =
  | {
      readonly name: 'dead';
      readonly service?: string | undefined;
      readonly show?: string | undefined;
      readonly json: boolean;
    }
  | {
      readonly name: 'replay';
      readonly id?: string | undefined;
      readonly service?: string | undefined;
      readonly waitMs: number;
    }
  | { readonly name: 'refill'; readonly context?: Context | undefined; readonly isAll: boolean }
  | { readonly name: 'streams'; readonly replicas?: number | undefined };

const common = {
  notes: [
    'Finds the running instance through DATA_DIR (default .data); NATS_URL, DATABASE_URL and MONGODB_URL take precedence, BOOKING_DATABASE_URL, ROOM_MONGODB_URL and so on those for one service.',
  ],
  status: '0 done, 1 failed (or a replayed event is dead again), 2 wrong usage',
};

const DEAD: Command<EventsRequest> = defineCommand(
  {
    ...common,
    forms: ['npm run events -- dead [options]'],
    about: 'Lists the events that a service failed to handle.',
    options: {
      service: { type: 'choice', of: NAMES, about: 'only those of one service' },
      show: {
        type: 'text',
        value: 'ID',
        about: "one of them in full; ID is its number in the list, or the event's id",
      },
      json: { type: 'switch', about: 'prints JSON' },
    },
    examples: ['npm run events -- dead --service booking'],
  },
  ({ values: { service, show, json = false } }) => ({ name: 'dead', service, show, json }),
);

const REPLAY: Command<EventsRequest> = defineCommand(
  {
    ...common,
    forms: ['npm run events -- replay --id ID | --service NAME | --all [--wait N]'],
    about: 'Returns dead letters to the service that failed to handle them, and removes them from the list.',
    options: {
      id: { type: 'text', value: 'ID', about: 'one of them' },
      service: { type: 'choice', of: NAMES, about: 'those of one service' },
      all: { type: 'switch', about: 'all of them' },
      wait: {
        type: 'number',
        from: 0,
        to: 3_600,
        default: 10,
        about: 'the seconds to wait for their outcome',
      },
    },
    examples: ['npm run events -- replay --service booking'],
  },
  ({ values: { id, service, all, wait } }) =>
    [id, service, all].filter((each) => each !== undefined).length === 1
      ? { name: 'replay', id, service, waitMs: wait * 1_000 }
      : 'Choose what to replay: --id ID, --service NAME or --all.',
);

const REFILL: Command<EventsRequest> = defineCommand(
  {
    ...common,
    forms: ['npm run events -- refill [--context NAME] [--all]'],
    about: [
      'Republishes the events that a stream has lost from the event stores.',
      'Before that, it creates and changes streams as `streams` does.',
    ].join(' '),
    options: {
      context: { type: 'choice', of: CONTEXTS, about: 'only the stream of one context' },
      all: {
        type: 'switch',
        about:
          'also those whose retention is over, for a service that was away longer or follows further events',
      },
    },
    examples: ['npm run events -- refill --context room'],
  },
  ({ values: { context, all = false } }) => ({ name: 'refill', context, isAll: all }),
);

const STREAMS: Command<EventsRequest> = defineCommand(
  {
    ...common,
    forms: ['npm run events -- streams [--replicas N]'],
    about: [
      'Creates the streams that are missing, and gives them all the retention that EVENTS_KEPT and DEAD_KEPT ask for.',
      'npm start does this itself; elsewhere it comes before the services, which may not create streams.',
    ].join(' '),
    options: {
      replicas: {
        type: 'number',
        from: 1,
        to: 5,
        about: 'the servers of a NATS cluster that have each stream, also those that exist; 1 for new ones',
      },
    },
    examples: ['npm run events -- streams', 'npm run events -- streams --replicas 3'],
  },
  ({ values: { replicas } }) => ({ name: 'streams', replicas }),
);

export const EVENTS = defineSubcommands(
  {
    ...common,
    forms: ['npm run events -- NAME [options]'],
    about:
      'Lists and replays dead letters, refills a lost stream, creates missing ones. `NAME --help` lists the options.',
    examples: ['npm run events -- dead', 'npm run events -- replay --service booking'],
  },
  { dead: DEAD, replay: REPLAY, refill: REFILL, streams: STREAMS },
);
