import type { Cause } from '../../../platform/decisions/cause.ts';
import type { Clock, Instant } from '../../../platform/decisions/values.ts';
import type { Page } from '../../../platform/input.ts';
import type { Language, LanguageChoice } from '../domain/language.ts';
import type { Message, MessageContent } from '../domain/message.ts';

/** A message that an event causes. Its number is given when it is stored. */
export type NewMessage = Pick<Message, 'id' | 'timeZone' | 'createdAt'> & {
  readonly customerId: string;
  readonly content: MessageContent;
  readonly cause: Cause;
  /** The id of the event: it has one message, however often it arrives. */
  readonly handles: string;
};

/** What a customer's token says about them. */
export type Contact = { readonly email: string | undefined; readonly language: Language | undefined };

/** The customers with their messages, of which each keeps the newest. */
export type MailboxStore = {
  /**
   * Stores a message with its event, its e-mail and the count of unread messages, in one transaction; nothing
   * when the event has been handled before.
   */
  deliver(message: NewMessage): Promise<void>;
  /** Marks messages as read, those of this customer that are unread. */
  markRead(customerId: string, read: { readonly ids: readonly string[] } & ReadAt): Promise<void>;
  setLanguage(customerId: string, language: Language): Promise<void>;
  /** Deletes a customer with all messages, e-mails and events. */
  erase(customerId: string): Promise<void>;
  /** Keeps what is known of a customer; what is undefined stays. E-mails that wait for an address are due. */
  remember(customerId: string, contact: Contact, now: Instant): Promise<void>;
};

type ReadAt = { readonly at: Instant; readonly cause: Cause };

export type MessageCriteria = { readonly customerId: string; readonly unreadOnly: boolean };

/** Reads for lists and fields. Decisions are not based on them. */
export type MessageQueries = {
  /** The customer's messages among these, in any order. */
  byIds(customerId: string, ids: readonly string[]): Promise<readonly Message[]>;
  /** The newest first. The key is the number of the message as text. */
  newest(criteria: MessageCriteria, page: Page<[string]>): Promise<readonly Message[]>;
  count(criteria: MessageCriteria): Promise<number>;
  unreadCount(customerId: string): Promise<number>;
  languageChoice(customerId: string): Promise<LanguageChoice>;
};

/** The replica of rooms. */
export type KnownRoom = { readonly id: string; readonly version: number; readonly timeZone: string };

export type RoomReplicaStore = {
  /** Saves a room unless a later version is known. */
  save(room: KnownRoom): Promise<void>;
  /** The time zone of a room; undefined while the room is unknown. */
  timeZoneOf(roomId: string): Promise<string | undefined>;
};

/** A message that is to be sent by e-mail. */
export type DueMail = {
  readonly message: Pick<Message, 'id' | 'content' | 'timeZone' | 'createdAt'>;
  readonly address: string;
  readonly languages: LanguageChoice;
  /** How often it was tried before. */
  readonly attempts: number;
};

/** The e-mails that are to be sent. A claimed one is nobody else's for a while. */
export type MailQueue = {
  claim(most: number, now: Instant): Promise<readonly DueMail[]>;
  /** Removes an e-mail that was sent, or that its receiver's server refuses. */
  remove(messageId: string): Promise<void>;
  postpone(messageId: string, until: Instant): Promise<void>;
  /** Removes a batch of those that are no longer news, and returns its size. */
  removeExpired(now: Instant): Promise<number>;
};

export type Mail = {
  /** The same in each attempt: who gets an e-mail twice can tell. */
  readonly messageId: string;
  readonly to: string;
  readonly title: string;
  readonly text: string;
  readonly language: Language;
  readonly at: Instant;
};

/** Sends e-mails through a mail server. */
export type Mailer = {
  /** `refused` means for good. Rejects when another attempt may succeed. */
  send(mail: Mail): Promise<'sent' | 'refused'>;
};

/** What use cases, reactions and scheduled jobs are built from; each takes its part. */
export type Dependencies = {
  readonly mailboxes: MailboxStore;
  readonly queries: MessageQueries;
  readonly rooms: RoomReplicaStore;
  readonly mails: MailQueue;
  readonly clock: Clock;
  /** How long handled events are remembered, in milliseconds. */
  readonly inboxKeptMs: number;
};
