import {
  type DocumentNode,
  GraphQLError,
  Kind,
  Lexer,
  type OperationDefinitionNode,
  type SelectionSetNode,
  Source,
  TokenKind,
} from 'graphql';
import { fragmentsOf } from '../../platform/fragments.ts';

/** The maximum size of an operation. */
export type DocumentLimits = {
  readonly tokens: number;
  /** Operations in one document. */
  readonly operations: number;
} & { readonly [Name in keyof Measures]: number };

const TEXTS: Readonly<Record<keyof DocumentLimits, { readonly unit: string; readonly advice: string }>> = {
  tokens: { unit: 'tokens', advice: 'Split the document, or move repeated selections into fragments.' },
  operations: { unit: 'operations', advice: 'Send them in several documents.' },
  depth: { unit: 'levels of fields', advice: 'Select less deeply, or use several operations.' },
  fields: {
    unit: 'fields with fragments expanded',
    advice: 'Select fewer fields, or use several operations.',
  },
  aliases: { unit: 'aliases', advice: 'Query a list instead of the same field many times.' },
  directives: { unit: 'directives', advice: 'Use fewer directives, on fragments instead of each field.' },
  rootFields: { unit: 'root fields', advice: 'Send them in several operations.' },
};

/** One error for each limit that the operation exceeds. */
export function limitErrors(measures: Measures, limits: DocumentLimits): readonly GraphQLError[] {
  const names: readonly (keyof Measures)[] = ['depth', 'fields', 'aliases', 'directives', 'rootFields'];
  return names
    .filter((name) => measures[name] > limits[name])
    .map((name) => tooComplex(name, measures[name], limits[name]));
}

/**
 * The error for a document with too many tokens. Tokens are not counted to the end, so the error has no
 * `value`.
 */
export function tooManyTokens(allowed: number): GraphQLError {
  const { advice } = TEXTS.tokens;
  return new GraphQLError(`The document has more than ${allowed} tokens. ${advice}`, {
    extensions: { code: 'OPERATION_TOO_COMPLEX', limit: 'tokens', allowed },
  });
}

/** The error for a document whose text is nested too deeply. */
export function tooDeep(allowed: number): GraphQLError {
  return new GraphQLError(
    `The document's text is nested deeper than ${allowed} levels. Use fragments and variables instead.`,
    { extensions: { code: 'OPERATION_TOO_COMPLEX', limit: 'nesting', allowed } },
  );
}

/** The error for an operation whose estimated cost is too high. */
export function tooCostly(value: number, allowed: number): GraphQLError {
  return new GraphQLError(
    `The operation's estimated cost is ${value}; ${allowed} is allowed. Ask for shorter lists, or fewer lists inside lists.`,
    { extensions: { code: 'OPERATION_TOO_COMPLEX', limit: 'cost', value, allowed } },
  );
}

/** The error for a document with too many operations. */
export function tooManyOperations(value: number, allowed: number): GraphQLError {
  return tooComplex('operations', value, allowed);
}

function tooComplex(limit: keyof DocumentLimits, value: number, allowed: number): GraphQLError {
  const { unit, advice } = TEXTS[limit];
  return new GraphQLError(
    `The ${limit === 'operations' ? 'document' : 'operation'} has ${value} ${unit}; ${allowed} are allowed. ${advice}`,
    {
      extensions: { code: 'OPERATION_TOO_COMPLEX', limit, value, allowed },
    },
  );
}

/** The size of one operation, with its fragments expanded. */
export type Measures = {
  /** The deepest nesting of fields. */
  readonly depth: number;
  /** The total number of fields. */
  readonly fields: number;
  readonly aliases: number;
  readonly directives: number;
  readonly rootFields: number;
};

const NOTHING: Measures = { depth: 0, fields: 0, aliases: 0, directives: 0, rootFields: 0 };

/**
 * Measures an operation of a valid document. Each fragment is measured once, however often it is spread, so
 * the time is linear in the document's text.
 */
export function measure(document: DocumentNode, operation: OperationDefinitionNode): Measures {
  const fragments = fragmentsOf(document);
  const known = new Map<string, Measures>();

  function ofFragment(name: string): Measures {
    const before = known.get(name);
    if (before) return before;
    const fragment = fragments.get(name);
    const own = fragment ? ofSelections(fragment.selectionSet) : NOTHING;
    known.set(name, own);
    return own;
  }

  function ofSelections({ selections }: SelectionSetNode): Measures {
    let [depth, fields, aliases, rootFields, directives] = [0, 0, 0, 0, 0];
    for (const selection of selections) {
      directives += selection.directives?.length ?? 0;
      if (selection.kind === Kind.FIELD) {
        const below = selection.selectionSet ? ofSelections(selection.selectionSet) : NOTHING;
        depth = Math.max(depth, below.depth + 1);
        fields += below.fields + 1;
        aliases += below.aliases + (selection.alias ? 1 : 0);
        directives += below.directives;
        rootFields += 1;
      } else {
        const inside =
          selection.kind === Kind.INLINE_FRAGMENT
            ? ofSelections(selection.selectionSet)
            : ofFragment(selection.name.value);
        depth = Math.max(depth, inside.depth);
        fields += inside.fields;
        aliases += inside.aliases;
        directives += inside.directives;
        rootFields += inside.rootFields;
      }
    }
    return { depth, fields, aliases, directives, rootFields };
  }

  const whole = ofSelections(operation.selectionSet);
  return { ...whole, directives: whole.directives + (operation.directives?.length ?? 0) };
}

/** The kinds of a text's tokens, up to its end or to a syntax error, which the parser reports. */
function* tokenKinds(text: string): Generator<TokenKind> {
  const lexer = new Lexer(new Source(text));
  try {
    for (let { kind } = lexer.advance(); kind !== TokenKind.EOF; { kind } = lexer.advance()) yield kind;
  } catch {
    // The tokens before the error are enough.
  }
}

/** Whether a text has more tokens than allowed; stops reading there. */
export function hasMoreTokens(text: string, allowed: number): boolean {
  // Every token has at least one character.
  if (text.length <= allowed) return false;
  let count = 0;
  for (const _ of tokenKinds(text)) {
    count += 1;
    if (count > allowed) return true;
  }
  return false;
}

/**
 * The maximum nesting of selections, lists and objects in a document's text. Functions that traverse them are
 * recursive; thousands of levels would overflow the stack.
 */
export const MAX_NESTING = 200;

const OPENING: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/** Whether a document's text is nested too deeply. */
export function isTextTooDeep(text: string): boolean {
  // Most documents have fewer brackets in total.
  if ((text.match(/[{[(]/g)?.length ?? 0) <= MAX_NESTING) return false;
  let level = 0;
  for (const kind of tokenKinds(text)) {
    if (OPENING.has(kind)) level += 1;
    else if (CLOSING.has(kind)) level -= 1;
    if (level > MAX_NESTING) return true;
  }
  return false;
}
