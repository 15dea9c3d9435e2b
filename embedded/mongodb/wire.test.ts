import { mongo } from 'mongoose';
import { describe, expect, test } from 'vitest';
import { adminCommand, commandName, createSplitter } from './wire.ts';

/** OP_MSG with `{ <name>: 1 }` as its body. */
function message(name: string): Buffer {
  const body = Buffer.concat([
    Buffer.alloc(4),
    Buffer.from(`\x10${name}\0`, 'latin1'),
    Buffer.from([1, 0, 0, 0, 0]),
  ]);
  body.writeInt32LE(body.length, 0);
  const whole = Buffer.concat([Buffer.alloc(21), body]);
  whole.writeInt32LE(whole.length, 0);
  whole.writeInt32LE(2013, 12);
  return whole;
}

describe('the front of the MongoDB engine', () => {
  test('writes a command that the server can read', () => {
    const command = adminCommand({ setParameter: 1, limit: 500, mode: 'Größe' });
    expect(command.readInt32LE(0)).toBe(command.length);
    expect(commandName(command)).toBe('setParameter');
    expect(mongo.BSON.deserialize(command.subarray(21))).toEqual({
      setParameter: 1,
      limit: 500,
      mode: 'Größe',
      $db: 'admin',
    });
  });

  test("reads the name of a message's command", () => {
    expect(commandName(message('endSessions'))).toBe('endSessions');
  });

  test('splits a stream into messages, whatever its chunks are', () => {
    const stream = Buffer.concat([message('ping'), message('endSessions'), message('find')]);
    for (const size of [1, 3, 7, 50, stream.length]) {
      const split = createSplitter();
      const found: (string | undefined)[] = [];
      for (let at = 0; at < stream.length; at += size) {
        for (const one of split(stream.subarray(at, at + size)))
          found.push(one === 'malformed' ? one : commandName(one));
      }
      expect(found).toEqual(['ping', 'endSessions', 'find']);
    }
  });

  test('refuses an impossible length', () => {
    expect([...createSplitter()(Buffer.from([3, 0, 0, 0]))]).toEqual(['malformed']);
  });
});
