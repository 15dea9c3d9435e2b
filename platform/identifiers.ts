import { randomInt, randomUUID } from 'node:crypto';

/** The timestamp and the counter of the last id. */
let clock = 0;
let counter = 0;

/**
 * Creates a UUID version 7 (RFC 9562). The ids of one process sort in the order of their creation: within a
 * millisecond, the 12 bits after the timestamp count up from a random value (section 6.2, method 1).
 */
export function newId(): string {
  const now = Date.now();
  if (now > clock) {
    clock = now;
    counter = randomInt(0x800);
  } else if (counter < 0xfff) {
    counter += 1;
  } else {
    clock += 1;
    counter = 0;
  }
  const time = clock.toString(16).padStart(12, '0');
  const count = counter.toString(16).padStart(3, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count}${randomUUID().slice(18)}`;
}

/** The timestamp of a UUID version 7, in milliseconds since the epoch; undefined for other versions. */
export function createdAt(id: string): number | undefined {
  return id[14] === '7' ? Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) : undefined;
}
