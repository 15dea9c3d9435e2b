type Common = { readonly about: string; readonly short?: string };

/** An option, as it is parsed and as the help explains it. */
export type Option =
  | (Common & {
      readonly type: 'switch';
      /** Whether `--no-x` turns it off. */
      readonly negative?: boolean;
    })
  | (Common & {
      readonly type: 'text';
      /** What stands for the value in the help. */
      readonly value: string;
      readonly default?: string;
      /** Whether it may be given several times. */
      readonly multiple?: boolean;
    })
  | (Common & { readonly type: 'choice'; readonly of: readonly string[]; readonly default?: string })
  | (Common & {
      /** Some names, separated by commas; all of them when it is not given. */
      readonly type: 'names';
      readonly of: readonly string[];
    })
  | (Common & {
      readonly type: 'number';
      /** The smallest and the largest valid number; all are whole. */
      readonly from: number;
      readonly to: number;
      readonly default?: number;
    });

export type Options = Readonly<Record<string, Option>>;

/** What a command of the terminal is called with, and what its help says. */
export type CommandDefinition<Table extends Options> = {
  /** Each way to call it, such as `npm run logs -- [options] [NAME…]`. */
  readonly forms: readonly string[];
  readonly about: string;
  /** What its first argument can be, each with an explanation. */
  readonly names?: Readonly<Record<string, string>>;
  readonly options?: Table;
  /** Whether it takes arguments that are no options. */
  readonly positionals?: boolean;
  /** Paragraphs after the options. */
  readonly notes?: readonly string[];
  /** Command lines; what follows several spaces is an explanation. */
  readonly examples: readonly string[];
  /** What its exit statuses mean. */
  readonly status: string;
};

/** The columns of a help text. */
export const WIDTH = 110;
const INDENT = '  ';
const MOST_HEAD = 28;

/** The text of `--help`. */
export function usageText(definition: CommandDefinition<Options>): string {
  const { forms, about, names, options, notes, examples, status } = definition;
  const rows = Object.entries(options ?? {}).map(([name, option]) => ({
    head: headOf(name, option),
    text: explain(option),
  }));
  const [first, ...more] = examples;
  const paragraphs = [
    [...forms.map((form, at) => `${at === 0 ? 'Usage: ' : '       '}${form}`), ...wrap(about, WIDTH)],
    columnsOf(Object.entries(names ?? {}).map(([head, text]) => ({ head, text }))),
    columnsOf(rows),
    ...(notes ?? []).map((note) => wrap(note, WIDTH)),
    more.length === 0 ? [`Example: ${first}`] : ['Examples:', ...examples.map((each) => INDENT + each)],
    wrap(`Exit status: ${status}.`, WIDTH),
  ];
  return paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function headOf(name: string, option: Option): string {
  const short = option.short === undefined ? '' : `, -${option.short}`;
  switch (option.type) {
    case 'switch':
      return `--${name}${option.negative ? `, --no-${name}` : ''}${short}`;
    case 'text':
      return `--${name} ${option.value}${short}`;
    case 'choice':
      return `--${name} ${option.of.join('|')}${short}`;
    case 'names':
      return `--${name} NAME,…${short}`;
    case 'number':
      return `--${name} N${short}`;
    default:
      return option satisfies never;
  }
}

function explain(option: Option): string {
  if (option.type === 'names') return `${option.about}: some of ${option.of.join(',')} (default all)`;
  if (!('default' in option) || option.default === undefined) return option.about;
  return `${option.about} (default ${option.default})`;
}

/** Heads in one column, texts in another; a long head has its text below. */
function columnsOf(rows: readonly { readonly head: string; readonly text: string }[]): readonly string[] {
  const width = Math.min(MOST_HEAD, Math.max(0, ...rows.map(({ head }) => head.length)));
  const margin = INDENT.length + width + 2;
  return rows.flatMap(({ head, text }) => {
    const lines = text === '' ? [] : wrap(text, WIDTH - margin);
    const beside = head.length > width ? '' : (lines[0] ?? '');
    const below = head.length > width ? lines : lines.slice(1);
    return [
      `${INDENT}${head.padEnd(width + 2)}${beside}`.trimEnd(),
      ...below.map((line) => ' '.repeat(margin) + line),
    ];
  });
}

/** Breaks a text into lines of at most that width, but for longer words. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
