/** A parsed JSON object, as subgraphs send it and as answers are merged in it. */
export type JsonObject = { [name: string]: unknown };

export type ResponsePath = readonly (string | number)[];

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Whether every object has a property of this name without anybody having put it there, such as `constructor`. Clients
 * may name a field so: such names are read with `ownValue`.
 */
export function isInherited(name: string): boolean {
  return name in Object.prototype;
}

export function ownValue(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Sets a property, also one that is called `__proto__`. */
export function put(object: JsonObject, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  } else {
    object[name] = value;
  }
}

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
