import { RETENTION_INTERVAL_MS } from '../../platform/idempotency/once.ts';
import { createPostgresIdempotencyStore } from '../../platform/postgres/idempotency.ts';
import { openPostgresService } from '../../platform/service/postgres-service.ts';
import { runSubgraph } from '../../platform/service/run-subgraph.ts';
import { STREAM_RETENTION } from '../../schema/events/retention.ts';
import { createSendMails } from './application/send-mails.ts';
import { createServices } from './application/services.ts';
import { createContext } from './resolvers/context.ts';
import { resolvers } from './resolvers/index.ts';
import { NOTIFICATION_TABLE } from './settings.ts';
import { deleteReadMessages } from './store/delete-read-messages.ts';
import { createPostgresMailQueue } from './store/postgres-mail-queue.ts';
import { createPostgresMailboxStore } from './store/postgres-mailbox-store.ts';
import { createPostgresMessageQueries } from './store/postgres-message-queries.ts';
import { createPostgresRoomReplicaStore } from './store/postgres-room-replica-store.ts';

const NAME = 'notification';

/** How often due e-mails are looked for, in milliseconds. */
const MAIL_INTERVAL_MS = 500;

await runSubgraph(NAME, NOTIFICATION_TABLE, async (settings, log) => {
  const service = await openPostgresService({
    name: NAME,
    folder: import.meta.dirname,
    settings,
    streamRetention: STREAM_RETENTION[NAME],
    log,
  });
  const { pool, clock, wakeRelay } = service;

  const mails = createPostgresMailQueue(pool, settings.mail.keptMs);
  const { url, from } = settings.mail;
  // Loaded where there is a mail server alone.
  const mailer =
    url === undefined ? undefined : (await import('./store/smtp-mailer.ts')).createSmtpMailer({ url, from });
  const services = createServices({
    stores: {
      mailboxes: createPostgresMailboxStore({ pool, sendsMail: mailer !== undefined, onStored: wakeRelay }),
      queries: createPostgresMessageQueries(pool),
      rooms: createPostgresRoomReplicaStore(pool),
      idempotency: createPostgresIdempotencyStore(pool),
    },
    clock,
    inboxKeptMs: settings.inboxKeptMs,
  });

  return service.serve({
    resolvers,
    context: createContext(services),
    reactions: services.reactions,
    jobs: [
      ...(mailer ? [{ everyMs: MAIL_INTERVAL_MS, run: createSendMails({ mails, mailer, clock, log }) }] : []),
      { everyMs: RETENTION_INTERVAL_MS, run: () => mails.removeExpired(clock()) },
      {
        everyMs: RETENTION_INTERVAL_MS,
        run: () => deleteReadMessages(pool, settings.messagesKeptMs),
      },
    ],
    clients: mailer ? [mailer] : [],
  });
});
