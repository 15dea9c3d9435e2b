/** The usage of the tools that take no arguments. */
const STATUS = 'Exit status: 0 done, 1 failed, 2 wrong usage.';

export const CHECK_USAGE = `Usage: npm run check
Checks types, lint, format, comments, links, import rules and generated files, and prints what failed.

Example: npm run check
${STATUS}`;

export const GENERATE_USAGE = `Usage: npm run generate
Generates the types of resolvers, examples and clients, the supergraph, and the text of \`npm run help\`.

Example: npm run generate
${STATUS}`;

export const FORMAT_USAGE = `Usage: npm run format
Formats all files and applies the linter's safe fixes.

Example: npm run format
${STATUS}`;
