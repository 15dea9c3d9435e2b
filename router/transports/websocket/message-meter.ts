import type { Duplex } from 'node:stream';
import type { BodyBudget, BodyRefusal, CountedBody } from '../../../platform/http/body-budget.ts';

const FINAL = 0x80;
const OPCODE = 0x0f;
const FIRST_CONTROL = 0x08;
const MASKED = 0x80;
const LENGTH = 0x7f;
const LENGTH_IN_2 = 126;
const LENGTH_IN_8 = 127;
const LONGEST_HEADER = 14;
/** Counted for a fragment besides its payload: what an object for it takes. */
const FRAGMENT_BYTES = 128;

/** Counts the bytes of the unfinished message on one WebSocket (RFC 6455, section 5.2). */
export class MessageMeter {
  readonly #header = Buffer.alloc(LONGEST_HEADER);
  #headerLength = 0;
  /** Bytes of the current frame's payload that have not arrived. */
  #left = 0;
  #isData = false;
  #isFinal = false;
  /** The bytes of the unfinished message. */
  held = 0;
  /** The number of messages that are complete. */
  completed = 0;

  feed(chunk: Buffer): void {
    for (let at = 0; at < chunk.length; ) {
      if (this.#left === 0) {
        this.#header[this.#headerLength] = chunk[at] ?? 0;
        this.#headerLength += 1;
        at += 1;
        if (this.#headerLength >= headerSize(this.#header, this.#headerLength)) this.#begin();
      } else {
        const taken = Math.min(this.#left, chunk.length - at);
        at += taken;
        this.#left -= taken;
        if (this.#isData) this.held += taken;
        if (this.#left === 0) this.#end();
      }
    }
  }

  #begin(): void {
    const [first = 0] = this.#header;
    this.#isFinal = (first & FINAL) !== 0;
    this.#isData = (first & OPCODE) < FIRST_CONTROL;
    this.#left = payloadLength(this.#header);
    this.#headerLength = 0;
    if (this.#isData && !this.#isFinal) this.held += FRAGMENT_BYTES;
    if (this.#left === 0) this.#end();
  }

  #end(): void {
    if (!this.#isData || !this.#isFinal) return;
    this.held = 0;
    this.completed += 1;
  }
}

/** The size of a frame's header, as far as its first bytes tell. */
function headerSize([, second = 0]: Buffer, known: number): number {
  if (known < 2) return 2;
  const length = second & LENGTH;
  const extended = length === LENGTH_IN_8 ? 8 : length === LENGTH_IN_2 ? 2 : 0;
  return 2 + extended + (second & MASKED ? 4 : 0);
}

function payloadLength(header: Buffer): number {
  const length = (header[1] ?? 0) & LENGTH;
  if (length === LENGTH_IN_2) return header.readUInt16BE(2);
  return length === LENGTH_IN_8 ? Number(header.readBigUInt64BE(2)) : length;
}

/**
 * Counts unfinished messages of a WebSocket as bodies that are being read. Until a message is complete, the
 * library keeps what has arrived of it.
 *
 * @param refuse called when an unfinished message must be dropped; false to let it go on
 * @returns stops the counting
 */
export function countMessages(
  socket: Duplex,
  budget: BodyBudget,
  refuse: (why: BodyRefusal) => boolean,
): () => void {
  const meter = new MessageMeter();
  let body: CountedBody | undefined;

  function end(): void {
    body?.end();
    body = undefined;
  }

  function begin(): CountedBody {
    return budget.begin((why) => {
      body = undefined;
      if (refuse(why)) return;
      body = begin();
      body.take(meter.held);
    });
  }

  socket.on('data', (chunk: Buffer) => {
    const before = { held: meter.held, completed: meter.completed };
    meter.feed(chunk);
    const isSame = meter.completed === before.completed;
    if (!isSame) end();
    if (meter.held === 0) return;
    body ??= begin();
    body.take(isSame ? meter.held - before.held : meter.held);
  });
  return end;
}
