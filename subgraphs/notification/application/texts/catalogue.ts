import type { ContentOf, MessageKind } from '../../domain/message.ts';
import type { Formats } from './formats.ts';

/** A message in a language. */
export type Wording = {
  /** One line: the subject of the e-mail. */
  readonly title: string;
  readonly text: string;
};

/** The templates of a language: one for each kind of message, which the compiler demands. */
export type Catalogue = {
  /** The locale by whose rules times and money are written. */
  readonly locale: string;
  readonly templates: {
    readonly [Kind in MessageKind]: (content: ContentOf<Kind>, formats: Formats) => Wording;
  };
};
