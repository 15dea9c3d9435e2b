import { addMilliseconds } from '../../../platform/decisions/values.ts';
import type { Logger } from '../../../platform/telemetry/logger.ts';
import { languageOf } from '../domain/language.ts';
import type { Dependencies, DueMail, Mailer } from './ports.ts';
import { wordingOf } from './texts/wording.ts';

/** How many e-mails are on their way at a time. */
const BATCH = 10;
/** The pause before the second attempt; each later one is twice as long, up to the longest. */
const RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;

/**
 * Sends the e-mails that are due, and returns how many have left the queue. One that cannot be sent now stays
 * in the queue and is tried again, ever more rarely.
 */
export function createSendMails({
  mails,
  mailer,
  clock,
  log,
}: Pick<Dependencies, 'mails' | 'clock'> & { readonly mailer: Mailer; readonly log: Logger }) {
  return async (): Promise<number> => {
    const due = await mails.claim(BATCH, clock());
    const sent = await Promise.all(due.map(send));
    return sent.filter(Boolean).length;
  };

  async function send({ message, address, languages, attempts }: DueMail): Promise<boolean> {
    const { id: messageId, createdAt: at } = message;
    const language = languageOf(languages);
    try {
      const mail = { messageId, to: address, language, at, ...wordingOf(message, language) };
      if ((await mailer.send(mail)) === 'refused') log.warn({ messageId }, 'an e-mail was refused for good');
    } catch (error) {
      const retryInMs = Math.min(RETRY_MS * 2 ** attempts, LONGEST_RETRY_MS);
      log.warn({ err: error, messageId, retryInMs }, 'an e-mail could not be sent and stays in the queue');
      await mails.postpone(messageId, addMilliseconds(clock(), retryInMs));
      return false;
    }
    await mails.remove(messageId);
    return true;
  }
}
