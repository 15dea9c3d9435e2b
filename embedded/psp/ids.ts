import { randomBytes } from 'node:crypto';

/**
 * Creates an id like Stripe's: a prefix, then letters and digits. It begins with the time, so that
 * consecutive ids are neighbours in an index.
 */
export function newId(prefix: 'pi' | 're' | 'du' | 'evt' | 'req'): string {
  return `${prefix}_3${Date.now().toString(36)}${randomBytes(8).toString('hex')}`;
}
