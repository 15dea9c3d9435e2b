import { createHash } from 'node:crypto';

/**
 * The name of a service's durable consumer: the service's with a hash of its event names. A version with
 * further events needs a position of its own, because the position of the previous version is past those
 * events.
 */
export function durableName(service: string, events: readonly string[]): string {
  const hash = createHash('sha256').update(events.toSorted().join()).digest('hex');
  return `${service}-${hash.slice(0, 8)}`;
}

/** How the subjects begin on which a user gets replies: nobody else may read them. */
export function inboxPrefixOf(user: string): string {
  return `_INBOX.${user.replaceAll(/[^A-Za-z0-9_-]/g, '_')}`;
}
