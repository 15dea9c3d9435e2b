import { afterEach, expect, test } from 'vitest';
import type { Identity } from '../identity/identity.ts';
import { createLogger } from '../telemetry/logger.ts';
import { eventually } from '../testing/eventually.ts';
import { type ContactReports, createContactReports } from './contact-reports.ts';
import { ServiceUnavailable } from './service-client.ts';

const open: ContactReports[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((reports) => reports.close()));
});

/** Reports to a service that responds while it is up. */
function start(options: { readonly reportAgainMs?: number } = {}) {
  const requests: { readonly contacts: readonly unknown[] }[] = [];
  const service = { isUp: true, requests };
  const client = {
    async call(_query: string, { input }: Readonly<Record<string, unknown>>) {
      if (!service.isUp) throw new ServiceUnavailable('down');
      requests.push(input as { readonly contacts: readonly unknown[] });
      return { rememberContacts: true };
    },
    close: async () => undefined,
  };
  const reports = createContactReports({
    client,
    everyMs: 5,
    log: createLogger('test', 'silent'),
    ...options,
  });
  open.push(reports);
  return { reports, service, requests };
}

function callerWith(fields: Partial<Identity>): Identity {
  return {
    subject: 'alice',
    role: 'customer',
    scopes: [],
    expiresAt: 0,
    key: { isWithdrawn: false },
    token: '',
    ...fields,
  };
}

const ALICE = callerWith({ email: 'alice@example.org' });
const CONTACT = { customerId: 'alice', email: 'alice@example.org', locale: null };

test('a contact is reported once, and again when it has changed', async () => {
  const { reports, requests } = start();
  reports.see(ALICE);
  reports.see(ALICE);
  await eventually(() => expect(requests).toEqual([{ contacts: [CONTACT] }]));
  reports.see(ALICE);
  reports.see(callerWith({ email: 'alice@example.org', locale: 'ko' }));
  await eventually(() =>
    expect(requests).toEqual([{ contacts: [CONTACT] }, { contacts: [{ ...CONTACT, locale: 'ko' }] }]),
  );
});

test('a contact is reported once more after a time: its person may have been erased meanwhile', async () => {
  const { reports, requests } = start({ reportAgainMs: 20 });
  await eventually(() => {
    reports.see(ALICE);
    expect(requests.length).toBeGreaterThan(1);
  });
  for (const request of requests) expect(request).toEqual({ contacts: [CONTACT] });
});

test('callers without an address and a language, and services, are not reported', async () => {
  const { reports, requests } = start();
  reports.see(callerWith({}));
  reports.see(callerWith({ role: 'service', email: 'booking@example.org' }));
  reports.see(ALICE);
  await eventually(() => expect(requests).toEqual([{ contacts: [CONTACT] }]));
});

test('contacts wait while the service is down, and come in requests of at most 100', async () => {
  const { reports, service, requests } = start();
  service.isUp = false;
  for (let n = 0; n < 150; n += 1) reports.see(callerWith({ subject: `customer ${n}`, locale: 'en' }));
  await reports.close();
  expect(requests).toEqual([]);
  service.isUp = true;
  await reports.close();
  expect(requests.map(({ contacts }) => contacts.length)).toEqual([100, 50]);
});
