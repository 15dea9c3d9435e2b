import { defineCommand, defineSubcommands } from '../../platform/config/command-line.ts';
import { VIEWS, type ViewName } from '../../subgraphs/view/application/views.ts';

export const VIEW_NAMES = Object.keys(VIEWS) as readonly ViewName[];

/** What `npm run views` is to do. */
export type ViewsRequest = {
  readonly name: 'rebuild';
  readonly views: readonly ViewName[];
  readonly isForced: boolean;
};

const common = {
  notes: [
    'Finds the running instance through DATA_DIR (default .data); NATS_URL, DATABASE_URL and MONGODB_URL take precedence, BOOKING_DATABASE_URL, ROOM_MONGODB_URL and so on those for one service.',
  ],
  status: '0 done, 1 failed, 2 wrong usage',
};

const REBUILD = defineCommand(
  {
    ...common,
    forms: ['npm run views -- rebuild [NAME] [--force]'],
    about: [
      'Makes a view anew from all events, beside the current one, which goes on answering and taking events, and then changes over.',
      'The events are those of the streams, and those of the event stores that a stream lacks.',
      `NAME is ${VIEW_NAMES.join(', ')}; all without. An interrupted rebuild changes nothing: run it again.`,
    ].join(' '),
    options: {
      force: {
        type: 'switch',
        about: 'changes over also when streams and event stores lack events that the current view has seen',
      },
    },
    positionals: true,
    examples: ['npm run views -- rebuild', 'npm run views -- rebuild roomBoard'],
  },
  ({ values: { force = false }, positionals: [given, ...more] }): ViewsRequest | string => {
    if (more.length > 0) return `"${more.join(' ')}" is one argument too many.`;
    const views = VIEW_NAMES.filter((name) => given === undefined || name === given);
    if (views.length === 0) return `There is no view "${given}". Valid: ${VIEW_NAMES.join(', ')}.`;
    return { name: 'rebuild', views, isForced: force };
  },
);

export const VIEWS_COMMAND = defineSubcommands(
  {
    ...common,
    forms: ['npm run views -- NAME [options]'],
    about: 'Makes views anew. `NAME --help` lists the options.',
    examples: ['npm run views -- rebuild'],
  },
  { rebuild: REBUILD },
);
