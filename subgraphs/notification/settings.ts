import { HOUR_MS } from '../../platform/config/duration.ts';
import { section } from '../../platform/config/setting.ts';
import { retention, text, url } from '../../platform/config/setting-kinds.ts';
import { postgresServiceTable } from '../../platform/service/service-settings.ts';

const SENDER = 'Meetingroom <no-reply@localhost>';

/** A year: longer than a customer looks back at messages that they have read. */
const READ_KEPT_MS = 365 * 24 * HOUR_MS;

/** A week: so long an e-mail is news, for a mail server that is away. */
export const MAILS_KEPT_MS = 7 * 24 * HOUR_MS;

/** What can be set for the notification service. */
export const NOTIFICATION_TABLE = postgresServiceTable({
  messagesKeptMs: retention.withDefault(READ_KEPT_MS, {
    env: 'MESSAGES_KEPT',
    description: 'how long a message is kept after it was read',
  }),
  mail: section({
    url: url('smtp:', 'smtps:').optional({
      env: 'SMTP_URL',
      isSecret: true,
      defaultText: 'none: no e-mail is sent',
      description: 'mail server, with its user and password',
    }),
    from: text.withDefault(SENDER, { env: 'SMTP_FROM', description: 'sender of the e-mails' }),
    keptMs: retention.withDefault(MAILS_KEPT_MS, {
      env: 'MAILS_KEPT',
      description:
        'how long an e-mail that cannot be sent is tried; then it is dropped, and the message stays',
    }),
  }),
});
