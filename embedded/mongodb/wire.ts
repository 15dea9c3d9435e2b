import type { Socket } from 'node:net';

/**
 * The part of the MongoDB wire protocol that a proxy needs:
 * https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol
 */

const HEADER_LENGTH = 16;
const OP_REPLY = 1;
const OP_MSG = 2013;
const MAX_MESSAGE_BYTES = 48_000_000;

/** An OP_MSG with a command for the server: its name is the first field, and numbers are integers. */
export function adminCommand(fields: Readonly<Record<string, number | string>>): Buffer {
  const elements = Object.entries(fields).map(([name, value]) =>
    typeof value === 'number' ? integerElement(name, value) : textElement(name, value),
  );
  // Header (length, id, response to, opcode), flags, kind of the section; then the document in BSON.
  const before = Buffer.alloc(HEADER_LENGTH + 5);
  const document = Buffer.concat([Buffer.alloc(4), ...elements, DATABASE, Buffer.from([0])]);
  document.writeInt32LE(document.length, 0);
  const message = Buffer.concat([before, document]);
  message.writeInt32LE(message.length, 0);
  message.writeInt32LE(1, 4);
  message.writeInt32LE(OP_MSG, 12);
  return message;
}

function integerElement(name: string, value: number): Buffer {
  const element = Buffer.from(`\x10${name}\0\0\0\0\0`, 'latin1');
  element.writeInt32LE(value, element.length - 4);
  return element;
}

function textElement(name: string, value: string): Buffer {
  const text = Buffer.from(`${value}\0`);
  const length = Buffer.alloc(4);
  length.writeInt32LE(text.length);
  return Buffer.concat([Buffer.from(`\x02${name}\0`, 'latin1'), length, text]);
}

const DATABASE = textElement('$db', 'admin');

/** A message that any server answers. */
export const PING = adminCommand({ ping: 1 });

/** The engine's reply to one message. */
export type EngineReply = {
  readonly requestId: number;
  readonly moreToCome: boolean;
  readonly legacy: boolean;
  readonly response: Buffer;
};

/**
 * Session commands crash the embedded engine, so the proxy replies to them itself. Nothing depends on them:
 * the engine has no sessions.
 */
const ANSWERED_COMMANDS = new Set([
  'startSession',
  'refreshSessions',
  'endSessions',
  'killSessions',
  'killAllSessions',
]);

/** `{ ok: 1.0 }` in BSON. */
const OK_DOCUMENT = Buffer.from([17, 0, 0, 0, 1, 0x6f, 0x6b, 0, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0]);

/**
 * The name of the command in an OP_MSG, which is the first key of its body section; undefined for other
 * messages. Drivers always send the body first; document sequences follow it.
 */
export function commandName(message: Buffer): string | undefined {
  if (
    message.readInt32LE(12) !== OP_MSG ||
    message.length < HEADER_LENGTH + 11 ||
    message[HEADER_LENGTH + 4] !== 0
  ) {
    return undefined;
  }
  const key = HEADER_LENGTH + 4 + 1 + 4 + 1;
  return message.toString('latin1', key, message.indexOf(0, key));
}

/** Serves one connection. Messages are answered in order, as drivers expect. */
export function serveConnection(socket: Socket, roundTrip: (message: Buffer) => Promise<EngineReply>): void {
  let queue = Promise.resolve();
  let replies = 0;

  const answer = async (message: Buffer): Promise<void> => {
    const name = commandName(message);
    const here = name !== undefined && ANSWERED_COMMANDS.has(name);
    const reply = here ? replyToSession(message) : await roundTrip(message);
    if (reply.moreToCome || socket.destroyed) return;
    replies += 1;
    socket.write(frame(reply, replies));
  };

  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  const messages = createSplitter();
  socket.on('data', (chunk) => {
    for (const message of messages(chunk)) {
      // A failure ends the connection: the driver sees that and retries on another one.
      queue =
        message === 'malformed'
          ? queue
          : queue.then(() => answer(message)).catch(() => void socket.destroy());
      if (message === 'malformed') socket.destroy();
    }
  });
}

/** Splits a stream of bytes into messages. Chunks are joined only when a message is complete. */
export function createSplitter(): (chunk: Buffer) => Generator<Buffer | 'malformed'> {
  let chunks: Buffer[] = [];
  let size = 0;
  let wanted = 4;
  return function* (chunk) {
    chunks.push(chunk);
    size += chunk.length;
    while (size >= wanted) {
      const [first] = chunks;
      const joined = chunks.length === 1 && first ? first : Buffer.concat(chunks);
      const length = joined.readInt32LE(0);
      if (length < HEADER_LENGTH || length > MAX_MESSAGE_BYTES) return yield 'malformed';
      const whole = size >= length;
      if (whole) yield joined.subarray(0, length);
      const rest = whole ? joined.subarray(length) : joined;
      chunks = [rest];
      size = rest.length;
      wanted = whole ? 4 : length;
    }
  };
}

function replyToSession(message: Buffer): EngineReply {
  const moreToCome = (message.readUInt32LE(HEADER_LENGTH) & 2) !== 0;
  return { requestId: message.readInt32LE(4), moreToCome, legacy: false, response: OK_DOCUMENT };
}

function frame({ requestId, legacy, response }: EngineReply, replyId: number): Buffer {
  // OP_MSG: flags and the kind of the section. OP_REPLY: flags, cursor, starting from, number returned (1).
  const before = Buffer.alloc(legacy ? 20 : 5);
  if (legacy) before.writeInt32LE(1, 16);
  const header = Buffer.alloc(HEADER_LENGTH);
  header.writeInt32LE(HEADER_LENGTH + before.length + response.length, 0);
  header.writeInt32LE(replyId, 4);
  header.writeInt32LE(requestId, 8);
  header.writeInt32LE(legacy ? OP_REPLY : OP_MSG, 12);
  return Buffer.concat([header, before, response]);
}
