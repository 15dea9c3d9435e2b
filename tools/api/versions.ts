const VERSION = /^(\d+)\.(\d+)\.(\d+)$/;

/**
 * Whether a version may break what worked with another one: it has another major version, or below 1.0
 * another minor version.
 *
 * @see https://semver.org/#spec-item-4
 */
export function mayBreak(from: string, to: string): boolean {
  const [fromMajor, fromMinor] = partsOf(from);
  const [toMajor, toMinor] = partsOf(to);
  if (fromMajor !== toMajor) return toMajor > fromMajor;
  return toMajor === 0 && toMinor > fromMinor;
}

function partsOf(version: string): readonly [number, number, number] {
  const [, major, minor, patch] = VERSION.exec(version) ?? [];
  if (major === undefined) throw new Error(`${version} is no version such as 1.4.0`);
  return [Number(major), Number(minor), Number(patch)];
}
