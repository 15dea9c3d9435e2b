import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CannotStart } from '../cannot-start.ts';

/** The longest path of a Unix socket; macOS takes fewer bytes than Linux. */
const LONGEST_PATH = 103;
const HASH_LENGTH = 12;
/** The folders of sockets outside of data folders. */
const temporary = new Set<string>();

/** The path of the server's socket: in the data folder, or in a temporary one where that path is too long. */
export function socketPath(dataDir: string): string {
  const own = join(dataDir, 'sockets', 'mongodb.sock');
  if (Buffer.byteLength(own) <= LONGEST_PATH) return own;
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, HASH_LENGTH);
  return join(tmpdir(), `meetingroom-sockets-${name}`, 'mongodb.sock');
}

/**
 * Makes the folder of a socket, which only this user may enter, and removes what a killed server left. A
 * folder outside of the data folder is removed when this process ends.
 *
 * @throws CannotStart if the folder is somebody else's
 */
export function prepareSocket(socket: string, dataDir: string): void {
  const folder = dirname(socket);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== process.getuid?.())
    throw new CannotStart(`${folder} belongs to somebody else: set DATA_DIR to a shorter path.`);
  chmodSync(folder, 0o700);
  rmSync(socket, { force: true });
  if (dirname(folder) === dataDir) return;
  if (temporary.size === 0) process.once('exit', removeTemporary);
  temporary.add(folder);
}

function removeTemporary(): void {
  for (const folder of temporary) rmSync(folder, { recursive: true, force: true });
}
