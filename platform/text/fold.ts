const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
const WHITE_SPACE = /\p{White_Space}+/gu;
/** Printable characters of ASCII with single spaces between them: nothing but their case is folded. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

/**
 * The form in which texts are compared and searched, of names and of what people look for alike. Equal are
 * upper and lower case, composed and decomposed characters (NFC and NFD), compatibility variants such as full
 * and half width, kinds and lengths of white space, and texts with and without what is not shown. Accents
 * count.
 *
 * It is close to Unicode's toNFKC_Casefold (The Unicode Standard, section 3.13), with case as JavaScript
 * knows it and with white space of one kind. A database's own functions would depend on its version and
 * locale.
 *
 * @param text checked by `textFault`: without that, normalising may take very long
 */
export function foldText(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  // Normalised first, because fillers and letters of half width become others; and last, because marks are in
  // another order without what was between them.
  return foldCase(text.normalize('NFKD').replace(INVISIBLE, ''))
    .normalize('NFKC')
    .replace(WHITE_SPACE, ' ')
    .trim();
}

/**
 * Through upper case, so that ß and ẞ are ss; character by character, so that a sigma at the end of a word
 * is like any other.
 */
function foldCase(text: string): string {
  return Array.from(text.toLowerCase().toUpperCase(), (character) => character.toLowerCase()).join('');
}
