import { expect, test } from 'vitest';
import { MessageMeter } from './message-meter.ts';

const OPCODES = { continuation: 0x0, text: 0x1, ping: 0x9 } as const;
const FRAGMENT_BYTES = 128;

/** A masked frame, as clients send it. */
function frame(opcode: keyof typeof OPCODES, length: number, isFinal = true): Buffer {
  const first = (isFinal ? 0x80 : 0) | OPCODES[opcode];
  const payload = Buffer.alloc(4 + length, 0xff);
  if (length <= 125) return Buffer.concat([Buffer.from([first, 0x80 | length]), payload]);
  if (length <= 0xff_ff)
    return Buffer.concat([Buffer.from([first, 0x80 | 126, length >> 8, length & 0xff]), payload]);
  const header = Buffer.alloc(10);
  header[0] = first;
  header[1] = 0x80 | 127;
  header.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([header, payload]);
}

const cases: [string, readonly Buffer[], number, number][] = [
  ['nothing after a whole message', [frame('text', 5)], 0, 1],
  ['nothing after an empty message', [frame('text', 0)], 0, 1],
  ['nothing after messages of every length', [126, 70_000, 1].map((length) => frame('text', length)), 0, 3],
  ['what arrived of a message', [frame('text', 300).subarray(0, 108)], 100, 0],
  [
    'fragments, with what they take besides their payload',
    [frame('text', 10, false), frame('continuation', 70_000, false)],
    70_010 + 2 * FRAGMENT_BYTES,
    0,
  ],
  ['empty fragments', [frame('text', 0, false), frame('continuation', 0, false)], 2 * FRAGMENT_BYTES, 0],
  ['no pings between fragments', [frame('text', 10, false), frame('ping', 125)], 10 + FRAGMENT_BYTES, 0],
  ['nothing after the last fragment', [frame('text', 9, false), frame('continuation', 9)], 0, 1],
  [
    'only the next message',
    [frame('text', 9, false), frame('continuation', 9), frame('text', 50).subarray(0, 8)],
    2,
    1,
  ],
];

test.each(cases)('it counts %s, however the bytes arrive', (_, frames, held, completed) => {
  const bytes = Buffer.concat(frames);
  for (const size of [bytes.length, 1, 7, 4_096]) {
    const meter = new MessageMeter();
    for (let at = 0; at < bytes.length; at += size) meter.feed(bytes.subarray(at, at + size));
    expect([size, meter.held, meter.completed]).toEqual([size, held, completed]);
  }
});
