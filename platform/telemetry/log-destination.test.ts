import { expect, test } from 'vitest';
import { createLogDestination } from './log-destination.ts';

/** A log on a disk with room for some bytes, and what is in it. */
function givenDisk(room: number) {
  const disk = { room, text: '', restored: [] as number[] };
  const destination = createLogDestination({
    write(bytes) {
      const taken = bytes.subarray(0, disk.room);
      if (taken.length === 0) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      disk.room -= taken.length;
      disk.text += taken.toString();
      return taken.length;
    },
    onRestored: (lost) => disk.restored.push(lost),
  });
  return { disk, destination };
}

test('lines that a full disk does not take are lost and counted, and the log goes on when there is space', () => {
  const { disk, destination } = givenDisk(9);
  for (const line of ['one\n', 'two\n', 'three\n', 'four\n']) destination.write(line);
  expect(disk).toEqual({ room: 0, text: 'one\ntwo\nt', restored: [] });
  disk.room = 100;
  destination.write('five\n');
  destination.write('six\n');
  expect(disk.text).toBe('one\ntwo\nt\nfive\nsix\n');
  expect(disk.restored).toEqual([2]);
});

test('a pipe whose reader is slow gets the whole line', () => {
  let text = '';
  let isBusy = false;
  const destination = createLogDestination({
    write(bytes) {
      isBusy = !isBusy;
      if (isBusy) throw Object.assign(new Error('busy'), { code: 'EAGAIN' });
      text += bytes.subarray(0, 2).toString();
      return Math.min(2, bytes.length);
    },
    onRestored: () => {},
  });
  destination.write('hello\n');
  expect(text).toBe('hello\n');
});
