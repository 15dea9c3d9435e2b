import { PEOPLE } from '../../embedded/launcher/tokens.ts';
import type { Options } from '../../platform/config/command-definition.ts';
import { defineCommand } from '../../platform/config/command-line.ts';

/** The options of every example, beside those for its variables. */
export const COMMON_OPTIONS = {
  as: { type: 'choice', of: PEOPLE, about: 'who runs it' },
  count: {
    type: 'number',
    from: 1,
    to: 1_000_000,
    about: 'the number of messages after which a subscription ends (default: at Ctrl-C)',
  },
} as const satisfies Options;

export const STATUS = '0 answered, 1 answered with errors, or nothing runs, 2 wrong usage';

/** The help of `npm run example` as a whole. */
export const EXAMPLE = defineCommand({
  forms: ['npm run example', 'npm run example -- NAME [options]'],
  about:
    'Runs a document of examples/ against the running instance and prints the JSON answer, or each message of a subscription. Without a name it lists the documents with their operations. NAME is an operation, such as BookRoom, or a document that has one, such as book-room. DATA_DIR (default .data) selects the instance.',
  positionals: true,
  notes: [
    'Options set the variables, in place of those in the file beside the document: `npm run example -- NAME --help` lists them.',
  ],
  examples: [
    'npm run example -- rooms',
    'npm run example -- book-room --roomId ID',
    'npm run example -- RoomStatus --count 3    ends after three messages',
  ],
  status: STATUS,
});
