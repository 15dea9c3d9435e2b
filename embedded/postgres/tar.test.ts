import { expect, test } from 'vitest';
import { unpackTar } from './tar.ts';

const BLOCK = 512;

function entry(name: string, content = '', { type = '0', link = '' } = {}): Buffer {
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0);
  header.write(Buffer.byteLength(content).toString(8).padStart(11, '0'), 124);
  header.write(type, 156);
  header.write(link, 157);
  const body = Buffer.alloc(Math.ceil(Buffer.byteLength(content) / BLOCK) * BLOCK);
  body.write(content);
  return Buffer.concat([header, body]);
}

test('takes the files that match, and the targets of links', () => {
  const archive = Buffer.concat([
    entry('pg/', '', { type: '5' }),
    entry('pg/lib/libpq.so', '', { type: '2', link: 'libpq.so.5' }),
    entry('pg/lib/libpq.so.5', '', { type: '2', link: 'libpq.so.5.18' }),
    entry('pg/share/big', 'x'.repeat(BLOCK + 1)),
    entry('pg/lib/libpq.so.5.18', 'library'),
    entry('pg/lib/lost.so', '', { type: '2', link: 'lost.so' }),
    entry('pg/bin/pg_dump', 'program'),
    Buffer.alloc(2 * BLOCK),
  ]);
  const files = unpackTar(archive, /^pg\/((?:bin|lib)\/.+)$/);
  expect(Object.fromEntries(files.map(({ path, content }) => [path, content.toString()]))).toEqual({
    'bin/pg_dump': 'program',
    'lib/libpq.so': 'library',
    'lib/libpq.so.5': 'library',
    'lib/libpq.so.5.18': 'library',
  });
});
