import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

/** An e-mail as its receiver's server gets it. */
export type ReceivedMail = {
  readonly to: string;
  readonly from: string;
  readonly messageId: string | undefined;
  readonly title: string;
  readonly text: string;
};

export type MailServer = {
  readonly url: string;
  /** The e-mails so far, oldest first. */
  received(): readonly ReceivedMail[];
  /** Refuses all e-mails with this reply from now on; undefined accepts them. */
  refuse(reply: number | undefined): void;
  stop(): Promise<void>;
  /** Starts the stopped server on the same port. */
  start(): Promise<void>;
};

/**
 * Starts a real mail server on the loopback.
 *
 * @param fixedPort a free one when left out
 */
export async function startMailServer(fixedPort = 0): Promise<MailServer> {
  const received: ReceivedMail[] = [];
  let reply: number | undefined;
  let port = fixedPort;
  let server: SMTPServer;

  async function start(): Promise<void> {
    server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      closeTimeout: 100,
      onRcptTo: (_address, _session, callback) =>
        callback(reply === undefined ? null : Object.assign(new Error('Refused'), { responseCode: reply })),
      onData(stream, { envelope }, callback) {
        text(stream).then((mail) => {
          const to = envelope.rcptTo.map(({ address }) => address).join();
          received.push({ ...readMail(mail), to, from: envelope.mailFrom ? envelope.mailFrom.address : '' });
          callback();
        }, callback);
      },
    });
    // A client that goes away in the middle is no error of the test.
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
    port = (server.server.address() as AddressInfo).port;
  }

  await start();
  return {
    url: `smtp://127.0.0.1:${port}`,
    received: () => [...received],
    refuse(next) {
      reply = next;
    },
    start,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function readMail(mail: string): Pick<ReceivedMail, 'messageId' | 'title' | 'text'> {
  const [head = '', ...body] = mail.split('\r\n\r\n');
  const headers = new Map(
    head
      .replaceAll(/\r\n[ \t]+/g, ' ')
      .split('\r\n')
      .map((line) => {
        const [name = '', ...value] = line.split(':');
        return [name.toLowerCase(), value.join(':').trim()] as const;
      }),
  );
  const content = body.join('\r\n\r\n');
  const encoding = headers.get('content-transfer-encoding');
  return {
    messageId: headers.get('message-id'),
    title: decodeWords(headers.get('subject') ?? ''),
    text: decodeBody(content, encoding).trim(),
  };
}

/** The words of a header (RFC 2047). */
function decodeWords(header: string): string {
  return header
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_word, encoding: string, content: string) =>
      encoding.toLowerCase() === 'b'
        ? Buffer.from(content, 'base64').toString()
        : decodeQuoted(content.replaceAll('_', ' ')),
    );
}

function decodeBody(content: string, encoding: string | undefined): string {
  if (encoding === 'base64') return Buffer.from(content, 'base64').toString();
  if (encoding === 'quoted-printable') return decodeQuoted(content.replaceAll('=\r\n', ''));
  return content;
}

function decodeQuoted(content: string): string {
  const bytes = content.replaceAll(/=([0-9A-F]{2})/gi, (_code, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString();
}
