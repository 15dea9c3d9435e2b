import { createHash } from 'node:crypto';

const HASH = /-[0-9a-f]{8}$/;

/**
 * The name of a service's durable consumer: the service's with a hash of its event names. A version with
 * further events needs a position of its own: both versions run during an update, and the former one does not
 * handle those events.
 */
export function durableName(service: string, events: readonly string[]): string {
  const hash = createHash('sha256').update(events.toSorted().join()).digest('hex');
  return `${service}-${hash.slice(0, 8)}`;
}

/**
 * The name of the durable consumer of the events from before the beginning of another one. Its position says
 * nothing about later events.
 */
export function historyName(durable: string): string {
  return `${durable}-history`;
}

/** The service of a durable consumer that handles new events; undefined for one of former events. */
export function serviceOf(durable: string): string | undefined {
  return durable.endsWith(historyName('')) ? undefined : durable.replace(HASH, '');
}

/** How the subjects begin on which a user gets replies: nobody else may read them. */
export function inboxPrefixOf(user: string): string {
  return `_INBOX.${user.replaceAll(/[^A-Za-z0-9_-]/g, '_')}`;
}
