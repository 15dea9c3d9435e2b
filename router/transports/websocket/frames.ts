/** Opcode of a whole text message, not masked: what a server sends. */
const WHOLE_TEXT = 0x81;
const LONGEST_SHORT = 125;
const LONGEST_MIDDLE = 0xff_ff;
const NEXT = Buffer.from('{"type":"next","payload":');

/** The end of a `next` message, after its payload: the only part that differs between subscribers. */
export function nextTail(id: string): Buffer {
  return Buffer.from(`,"id":${JSON.stringify(id)}}`);
}

/**
 * The start of a WebSocket frame (RFC 6455, section 5.2) that holds a `next` message, up to its tail.
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

/** Writes `next` messages to sockets. */
export type WriteNext = (
  socket: NodeJS.WritableStream & { cork(): void; uncork(): void },
  body: Buffer,
  tail: Buffer,
) => void;

/** Longer frames are written in two parts instead of being copied. */
const COPIED = 16_384;

/**
 * A writer that makes the shared start of a frame once for all who get the same body one after the other, as the
 * subscribers of one group do.
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
      // One buffer is one system call without gathering.
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

/** Bytes that the reason of a close may have. */
const LONGEST_REASON = 123;

/** The reason of a close, no longer than it may be; a character that would be cut in two is left out. */
export function closeReason(reason: string): string {
  const bytes = Buffer.from(reason);
  if (bytes.length <= LONGEST_REASON) return reason;
  return new TextDecoder().decode(bytes.subarray(0, LONGEST_REASON), { stream: true });
}
