/** What may not stand in JSON text as it is; half of a surrogate pair neither. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const TO_ESCAPE = /["\\\u0000-\u001f\ud800-\udfff]/;
/** For longer texts the library's own search is the faster one. */
const LONG = 100;

/**
 * Text as JSON.
 *
 * @param isPlain it is known that nothing in it must be escaped
 */
export function quote(text: string, isPlain: boolean): string {
  if (isPlain) return `"${text}"`;
  return text.length > LONG || TO_ESCAPE.test(text) ? JSON.stringify(text) : `"${text}"`;
}
