/** First byte of a frame with a whole, unmasked text message. */
const WHOLE_TEXT = 0x81;
const LONGEST_SHORT = 125;
const LONGEST_MIDDLE = 0xff_ff;
const NEXT = Buffer.from('{"type":"next","payload":');

/** The end of a `next` message, after its payload: the only part that differs between subscribers. */
export function nextTail(id: string): Buffer {
  return Buffer.from(`,"id":${JSON.stringify(id)}}`);
}

/**
 * The start of a WebSocket frame (RFC 6455, section 5.2) with a `next` message, without its tail.
 *
 * @param body the payload as JSON
 * @param tailLength bytes of the tail, which completes the frame
 */
export function nextHead(body: Buffer, tailLength: number): Buffer {
  const header = frameHeader(NEXT.length + body.length + tailLength);
  return Buffer.concat([header, NEXT, body]);
}

function frameHeader(length: number): Buffer {
  if (length <= LONGEST_SHORT) return Buffer.from([WHOLE_TEXT, length]);
  if (length <= LONGEST_MIDDLE) {
    const header = Buffer.from([WHOLE_TEXT, LONGEST_SHORT + 1, 0, 0]);
    header.writeUInt16BE(length, 2);
    return header;
  }
  const header = Buffer.alloc(10);
  header[0] = WHOLE_TEXT;
  header[1] = LONGEST_SHORT + 2;
  header.writeBigUInt64BE(BigInt(length), 2);
  return header;
}

/** Writes a `next` message to a socket. */
export type WriteNext = (
  socket: NodeJS.WritableStream & { cork(): void; uncork(): void },
  body: Buffer,
  tail: Buffer,
) => void;

/** Longer frames are written in two parts instead of being copied. */
const COPIED = 16_384;

/**
 * Creates a writer that caches the last frame without its tail, because the subscribers of a group get the
 * same body one after another.
 */
export function createWriteNext(): WriteNext {
  let lastBody: Buffer | undefined;
  let lastTailLength = 0;
  let head: Buffer = NEXT;
  return (socket, body, tail) => {
    if (body !== lastBody || tail.length !== lastTailLength) {
      head = nextHead(body, tail.length);
      lastBody = body;
      lastTailLength = tail.length;
    }
    if (head.length <= COPIED) {
      // A single buffer is written with a single system call.
      const frame = Buffer.allocUnsafe(head.length + tail.length);
      frame.set(head);
      frame.set(tail, head.length);
      socket.write(frame);
      return;
    }
    socket.cork();
    socket.write(head);
    socket.write(tail);
    socket.uncork();
  };
}

/** Maximum bytes of a close reason. */
const LONGEST_REASON = 123;

/** A close reason cut to its maximum length, without splitting a character. */
export function closeReason(reason: string): string {
  const bytes = Buffer.from(reason);
  if (bytes.length <= LONGEST_REASON) return reason;
  return new TextDecoder().decode(bytes.subarray(0, LONGEST_REASON), { stream: true });
}
