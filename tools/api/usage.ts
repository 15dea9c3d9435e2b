import { defineCommand, defineSubcommands } from '../../platform/config/command-line.ts';

/** What `npm run api` is to do. */
export type ApiRequest = { readonly name: 'diff' | 'release' };

const common = {
  notes: [
    'schema/released.graphql is the API of the last release, schema/CHANGELOG.md what has changed from release to release.',
  ],
};

const DIFF = defineCommand(
  {
    ...common,
    forms: ['npm run api -- diff'],
    about:
      'Prints what has changed in the API since the last release. It fails if a change breaks clients and the version of package.json does not say so: by another major version, or below 1.0 another minor version.',
    examples: ['npm run api -- diff'],
    status: '0 nothing breaks that may not, 1 something does, 2 wrong usage',
  },
  (): ApiRequest => ({ name: 'diff' }),
);

const RELEASE = defineCommand(
  {
    ...common,
    forms: ['npm run api -- release'],
    about:
      'Makes the API of today that of the version of package.json: writes schema/released.graphql, and the section of the version in schema/CHANGELOG.md. It refuses what `diff` refuses.',
    examples: ['npm version minor --no-git-tag-version && npm run api -- release'],
    status: '0 done, 1 refused, 2 wrong usage',
  },
  (): ApiRequest => ({ name: 'release' }),
);

export const API_COMMAND = defineSubcommands(
  {
    ...common,
    forms: ['npm run api -- NAME'],
    about: 'Compares the API with that of the last release. `NAME --help` explains one.',
    examples: ['npm run api -- diff', 'npm run api -- release'],
    status: '0 done, 1 refused, 2 wrong usage',
  },
  { diff: DIFF, release: RELEASE },
);
