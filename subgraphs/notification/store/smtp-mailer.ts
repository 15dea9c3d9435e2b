import { createTransport } from 'nodemailer';
import { isRecord } from '../../../platform/type-guards.ts';
import type { Mailer } from '../application/ports.ts';

export type SmtpSettings = {
  /** `smtp://` or `smtps://`, with the credentials, if any. */
  readonly url: string;
  /** The address of the sender, with or without a name. */
  readonly from: string;
};

/** Connections to the mail server: as many as e-mails are on their way, so that none waits for another. */
const MOST_CONNECTIONS = 10;
const CONNECT_TIMEOUT_MS = 5_000;
const SOCKET_TIMEOUT_MS = 10_000;

/** The parts of an e-mail's delivery whose refusal is about that e-mail, not about us or the server. */
const ABOUT_THE_MAIL: ReadonlySet<unknown> = new Set(['RCPT TO', 'DATA']);

/** Sends e-mails over SMTP. `close` ends the connections. */
export function createSmtpMailer({ url, from }: SmtpSettings): Mailer & { close(): Promise<void> } {
  const transport = createTransport(
    {
      url,
      pool: true,
      maxConnections: MOST_CONNECTIONS,
      connectionTimeout: CONNECT_TIMEOUT_MS,
      greetingTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: SOCKET_TIMEOUT_MS,
      // The parts of an e-mail are texts: none of them names a file or a URL to attach.
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from },
  );

  return {
    async send({ messageId, to, title, text, language, at }) {
      try {
        await transport.sendMail({
          messageId: `<${messageId}@meetingroom>`,
          to: { name: '', address: to },
          subject: title,
          text: `${text}\n`,
          date: new Date(at),
          headers: {
            'Content-Language': language.toLowerCase(),
            // No answering machine answers it (RFC 3834).
            'Auto-Submitted': 'auto-generated',
          },
        });
        return 'sent';
      } catch (error) {
        if (isRefusedForGood(error)) return 'refused';
        throw new MailNotTaken(error);
      }
    },
    close: async () => transport.close(),
  };
}

/**
 * The mail server did not take an e-mail. The error has the codes of its cause and nothing else: replies of
 * servers name the address, which is not to be in a log.
 */
class MailNotTaken extends Error {
  override readonly name = 'MailNotTaken';

  constructor(cause: unknown) {
    const { code, command, responseCode }: Record<string, unknown> = isRecord(cause) ? cause : {};
    super([code, command, responseCode].filter((part) => part !== undefined).join(' '));
  }
}

/** Whether the server refuses this e-mail whenever it comes. */
function isRefusedForGood(error: unknown): boolean {
  return isRecord(error) && error.permanent === true && ABOUT_THE_MAIL.has(error.command);
}
