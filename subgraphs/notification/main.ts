import { env } from '../../platform/config/env.ts';
import { RETENTION_INTERVAL_MS } from '../../platform/idempotency/once.ts';
import { createPostgresIdempotencyStore } from '../../platform/postgres/idempotency.ts';
import { openPostgresService } from '../../platform/service/postgres-service.ts';
import { runService } from '../../platform/service/run-service.ts';
import { STREAM_RETENTION } from '../../schema/events/retention.ts';
import { createSendMails } from './application/send-mails.ts';
import { createServices } from './application/services.ts';
import { createContext } from './resolvers/context.ts';
import { resolvers } from './resolvers/index.ts';
import { createPostgresMailQueue } from './store/postgres-mail-queue.ts';
import { createPostgresMailboxStore } from './store/postgres-mailbox-store.ts';
import { createPostgresMessageQueries } from './store/postgres-message-queries.ts';
import { createPostgresRoomReplicaStore } from './store/postgres-room-replica-store.ts';

const NAME = 'notification';

/** How often due e-mails are looked for, in milliseconds. */
const MAIL_INTERVAL_MS = 500;
const SENDER = 'Meetingroom <no-reply@localhost>';

await runService(NAME, async () => {
  const smtpUrl = env.optional('SMTP_URL') && env.url('SMTP_URL', 'smtp:', 'smtps:');
  const from = env.string('SMTP_FROM', SENDER);
  const service = await openPostgresService(NAME, import.meta.dirname, STREAM_RETENTION[NAME]);
  const { pool, log, clock, wakeRelay } = service;

  const mails = createPostgresMailQueue(pool);
  // Loaded where there is a mail server alone.
  const mailer = smtpUrl
    ? (await import('./store/smtp-mailer.ts')).createSmtpMailer({ url: smtpUrl, from })
    : undefined;
  const services = createServices({
    stores: {
      mailboxes: createPostgresMailboxStore({ pool, sendsMail: mailer !== undefined, onStored: wakeRelay }),
      queries: createPostgresMessageQueries(pool),
      rooms: createPostgresRoomReplicaStore(pool),
      idempotency: createPostgresIdempotencyStore(pool),
    },
    clock,
  });

  return service.serve({
    resolvers,
    context: createContext(services),
    reactions: services.reactions,
    jobs: [
      ...(mailer ? [{ everyMs: MAIL_INTERVAL_MS, run: createSendMails({ mails, mailer, clock, log }) }] : []),
      { everyMs: RETENTION_INTERVAL_MS, run: () => mails.removeExpired(clock()) },
    ],
    clients: mailer ? [mailer] : [],
  });
});
