// Hours end at 23: ISO 8601 and Date.parse know 24:00, RFC 3339 does not.
const RFC_3339 = /^(\d{4})-(\d{2})-(\d{2})T(?:[01]\d|2[0-3]):\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

/** Instants that PostgreSQL, JavaScript and people's calendars all understand. */
const EARLIEST = Date.parse('1970-01-01T00:00:00Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * Reads an RFC 3339 date and time with its offset.
 *
 * @returns the instant as `Date.toISOString()` writes it; undefined for anything else, such as February 30
 */
export function parseInstant(text: string): string | undefined {
  // The standard allows small letters; Date.parse reads them by rules of its own.
  const normal = text.toUpperCase();
  const match = RFC_3339.exec(normal);
  if (!match) return undefined;
  const [, year, month, day] = match.map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  // Date.parse lets February 30 pass for March 2.
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return undefined;
  const instant = Date.parse(normal);
  return instant >= EARLIEST && instant <= LATEST ? new Date(instant).toISOString() : undefined;
}
