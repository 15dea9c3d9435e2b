import { defineCommand } from '../platform/config/command-line.ts';

/** The tools that take no arguments. */
const status = '0 done, 1 failed, 2 wrong usage';

export const CHECK = defineCommand({
  forms: ['npm run check'],
  about:
    'Checks types, lint, format, schemas, comments, links, import rules and generated files, and prints what failed.',
  examples: ['npm run check'],
  status,
});

export const GENERATE = defineCommand({
  forms: ['npm run generate'],
  about:
    'Generates the types of resolvers, examples and clients, the supergraph, the changelog of the API, the table of settings, the files of the containers, the script of Sandbox, and the text of `npm run help`.',
  examples: ['npm run generate'],
  status,
});

export const FORMAT = defineCommand({
  forms: ['npm run format'],
  about: "Formats all files and applies the linter's safe fixes.",
  examples: ['npm run format'],
  status,
});
