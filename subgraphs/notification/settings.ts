import { section } from '../../platform/config/setting.ts';
import { text, url } from '../../platform/config/setting-kinds.ts';
import { postgresServiceTable } from '../../platform/service/service-settings.ts';

const SENDER = 'Meetingroom <no-reply@localhost>';

/** What can be set for the notification service. */
export const NOTIFICATION_TABLE = postgresServiceTable({
  mail: section({
    url: url('smtp:', 'smtps:').optional({
      env: 'SMTP_URL',
      isSecret: true,
      defaultText: 'none: no e-mail is sent',
      description: 'mail server, with its user and password',
    }),
    from: text.withDefault(SENDER, { env: 'SMTP_FROM', description: 'sender of the e-mails' }),
  }),
});
