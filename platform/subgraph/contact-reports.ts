import { LRUCache } from 'lru-cache';
import { newCause } from '../decisions/cause.ts';
import type { Identity } from '../identity/identity.ts';
import type { Logger } from '../telemetry/logger.ts';
import { type ServiceClient, ServiceUnavailable } from './service-client.ts';

/** What the token of a person says about how to reach them. */
export type Contact = {
  readonly customerId: string;
  readonly email: string | null;
  readonly locale: string | null;
};

/** Tells the service that writes to people what the tokens of a service's callers say about them. */
export type ContactReports = {
  /** Looks at a caller. A contact that was reported within the hour costs nothing. */
  see(identity: Identity): void;
  /** Reports what is left, if the other service responds, and stops. */
  close(): Promise<void>;
};

export type ContactReportsOptions = {
  /** A client of the service with `rememberContacts`. It is closed with the reports. */
  readonly client: ServiceClient;
  /** For how long contacts are gathered, and the pause after a failure, in milliseconds. */
  readonly everyMs?: number;
  /** After which time a contact is reported once more, in milliseconds. */
  readonly reportAgainMs?: number;
  readonly log: Logger;
};

const REMEMBER = /* GraphQL */ `
  mutation RememberContacts($input: RememberContactsInput!) {
    rememberContacts(input: $input)
  }
`;

/** How many people are known to be reported, and how many may wait while the other service is down. */
const MOST_PEOPLE = 10_000;
/** Contacts of one request. */
export const MOST_CONTACTS = 100;
const INTERVAL_MS = 500;
/** A contact is reported once more after an hour: the other service may have erased the person meanwhile. */
const REPORT_AGAIN_MS = 3_600_000;

/**
 * Reports contacts in the background, many in one request, so that requests neither wait for it nor fail with
 * it. While the other service is down, contacts wait in memory; those that a crash loses are reported when
 * the person comes again.
 */
export function createContactReports({
  client,
  everyMs = INTERVAL_MS,
  reportAgainMs = REPORT_AGAIN_MS,
  log,
}: ContactReportsOptions): ContactReports {
  const reported = new LRUCache<string, string>({ max: MOST_PEOPLE, ttl: reportAgainMs });
  const waiting = new LRUCache<string, Contact>({ max: MOST_PEOPLE });

  let timer: NodeJS.Timeout | undefined;
  let reporting: Promise<void> | undefined;
  let isClosed = false;

  function schedule(): void {
    if (isClosed || timer || reporting || waiting.size === 0) return;
    timer = setTimeout(() => {
      timer = undefined;
      reporting = report().finally(() => {
        reporting = undefined;
        schedule();
      });
    }, everyMs);
  }

  async function report(): Promise<void> {
    try {
      while (waiting.size > 0) {
        const contacts = [...waiting.values()].slice(0, MOST_CONTACTS);
        await client.call(REMEMBER, { input: { contacts } }, newCause());
        for (const contact of contacts)
          if (waiting.peek(contact.customerId) === contact) waiting.delete(contact.customerId);
      }
    } catch (error) {
      const level = error instanceof ServiceUnavailable ? 'debug' : 'error';
      log[level]({ err: error, waiting: waiting.size }, 'contacts wait to be reported');
    }
  }

  return {
    see({ subject: customerId, role, email = null, locale = null }) {
      if (role === 'service' || (email === null && locale === null)) return;
      const contact = { customerId, email, locale };
      const text = JSON.stringify(contact);
      if (reported.get(customerId) === text) return;
      reported.set(customerId, text);
      waiting.set(customerId, contact);
      schedule();
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await reporting;
      await report();
      await client.close();
    },
  };
}
