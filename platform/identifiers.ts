import { randomUUIDv7 } from 'node:crypto';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A new UUID version 7 (RFC 9562): ids made later sort later. */
export function newId(): string {
  return randomUUIDv7();
}

export function isUuid(value: string): boolean {
  return UUID.test(value);
}

/** When a UUID version 7 was made, in milliseconds since the epoch; undefined for ids of other versions. */
export function createdAt(id: string): number | undefined {
  return id[14] === '7' ? Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) : undefined;
}
