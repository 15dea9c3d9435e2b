import type { Language } from '../../domain/language.ts';
import type { ContentOf, Message, MessageKind } from '../../domain/message.ts';
import type { Catalogue, Wording } from './catalogue.ts';
import { ENGLISH } from './english.ts';
import { formatsOf } from './formats.ts';
import { KOREAN } from './korean.ts';

const CATALOGUES: Readonly<Record<Language, Catalogue>> = { EN: ENGLISH, KO: KOREAN };

/** Words a message in a language, with times in the time zone of its room. */
export function wordingOf<Kind extends MessageKind>(
  { content, timeZone }: Pick<Message, 'timeZone'> & { readonly content: ContentOf<Kind> },
  language: Language,
): Wording {
  const { locale, templates } = CATALOGUES[language];
  return templates[content.kind as Kind](content, formatsOf(locale, timeZone));
}
