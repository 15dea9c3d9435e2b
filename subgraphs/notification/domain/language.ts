export const LANGUAGES = ['EN', 'KO'] as const;

/** A language in which messages are written. */
export type Language = (typeof LANGUAGES)[number];

/** What is known of the languages of a customer. */
export type LanguageChoice = {
  /** The language that the customer has set; null when they have not. */
  readonly chosen: Language | null;
  /** The language of the last token that named one; null when none did. */
  readonly ofToken: Language | null;
};

const BY_TAG: Readonly<Record<string, Language>> = { en: 'EN', ko: 'KO' };

/** The language of a locale such as `ko`, `ko-KR` or `en_US`; null for any other language. */
export function languageOfLocale(locale: string): Language | null {
  const [tag = ''] = locale.toLowerCase().split(/[-_]/);
  return BY_TAG[tag] ?? null;
}

/** The language of a customer's messages: the one that they have set, else their token's, else English. */
export function languageOf({ chosen, ofToken }: LanguageChoice): Language {
  return chosen ?? ofToken ?? 'EN';
}
