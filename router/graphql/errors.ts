import { GraphQLError, type GraphQLFormattedError } from 'graphql';

/** An error of a response, with its cause for the log. */
export type ExecutionError = GraphQLFormattedError & { readonly cause?: unknown };

/** The error for invalid input of a client. */
export function badUserInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}

/** Removes the names that graphql-js suggests: they would reveal the schema piece by piece. */
export function withoutSuggestions(error: GraphQLError): GraphQLError {
  const at = error.message.lastIndexOf(SUGGESTIONS);
  return at < 0 || !error.message.endsWith('?')
    ? error
    : copyOf(error, error.message.slice(0, at), error.extensions);
}

const SUGGESTIONS = ' Did you mean ';

/**
 * An error of graphql-js for clients: with a code in its extensions, those of Apollo Server, and no more than
 * the beginning of the text that it quotes.
 */
export function withCode(
  error: unknown,
  code: string,
  more: Readonly<Record<string, unknown>> = {},
): GraphQLError {
  if (!(error instanceof GraphQLError))
    return new GraphQLError(String(error), { extensions: { code, ...more } });
  return copyOf(error, shortened(error.message), { code, ...more });
}

/** Maximum lengths in UTF-16 code units: of what a message quotes, of its text in between, and of all. */
const LONGEST_QUOTE = 100;
const LONGEST_PROSE = 300;
const LONGEST_MESSAGE = 1_000;

function shortened(message: string): string {
  if (message.length <= LONGEST_QUOTE) return message;
  const parts = message.split('"').map((part, at) => cut(part, at % 2 === 1 ? LONGEST_QUOTE : LONGEST_PROSE));
  return cut(parts.join('"'), LONGEST_MESSAGE);
}

/** Cuts a text, not within a pair of surrogates. */
function cut(text: string, longest: number): string {
  return text.length <= longest
    ? text
    : `${text
        .slice(0, longest)
        .toWellFormed()
        .replace(/\uFFFD$/, '')}…`;
}

function copyOf(
  { nodes, source, positions, path }: GraphQLError,
  message: string,
  extensions: Readonly<Record<string, unknown>>,
): GraphQLError {
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    path: path ?? null,
    extensions,
  });
}
