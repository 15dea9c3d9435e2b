/** A parsed JSON object. Responses of subgraphs are merged into such objects. */
export type JsonObject = { [name: string]: unknown };

export type ResponsePath = readonly (string | number)[];

/** Translates a path to the paths that correspond to it elsewhere; none when it has no counterpart. */
export type LocatePath = (path: ResponsePath) => readonly ResponsePath[];

/**
 * Whether every object inherits a property of this name, such as `constructor`. Clients may use such a name as an alias:
 * its value is read with `ownValue`.
 */
export function isInherited(name: string): boolean {
  return name in Object.prototype;
}

/** An object's own property; undefined when it is missing or inherited. */
export function ownValue(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Sets a property, also one with the name `__proto__`. */
export function put(object: JsonObject, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  } else {
    object[name] = value;
  }
}

/** The characters that JSON text must escape, and surrogates, which may be unpaired. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are searched for
const TO_ESCAPE = /["\\\u0000-\u001f\ud800-\udfff]/;
/** From this length on, JSON.stringify is faster than the search. */
const LONG = 100;

/**
 * Writes a string as JSON.
 *
 * @param isPlain the string is known to need no escaping
 */
export function quote(text: string, isPlain: boolean): string {
  if (isPlain) return `"${text}"`;
  return text.length > LONG || TO_ESCAPE.test(text) ? JSON.stringify(text) : `"${text}"`;
}
