import { randomBytes } from 'node:crypto';

/**
 * An id such as Stripe's: a prefix, then letters and digits. It begins with the time, so that ids made one after
 * another lie beside each other in an index.
 */
export function newId(prefix: 'pi' | 're' | 'evt' | 'req'): string {
  return `${prefix}_3${Date.now().toString(36)}${randomBytes(8).toString('hex')}`;
}
