import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CannotStart } from '../cannot-start.ts';

/** The longest path of a Unix socket; macOS takes fewer bytes than Linux. */
const LONGEST_PATH = 103;
/** The longest name of a socket here. */
const LONGEST_NAME = 'mongodb.sock'.length;
const HASH_LENGTH = 12;

/**
 * The folder of an instance's sockets: in its data folder, or a temporary one where their paths are too long.
 */
function socketFolder(dataDir: string): string {
  const own = join(dataDir, 'sockets');
  if (Buffer.byteLength(own) + 1 + LONGEST_NAME <= LONGEST_PATH) return own;
  const hash = createHash('sha256').update(dataDir).digest('hex').slice(0, HASH_LENGTH);
  return join(tmpdir(), `meetingroom-sockets-${hash}`);
}

/** The path of a socket of an instance. */
export function socketPath(dataDir: string, name: 'mongodb.sock'): string {
  return join(socketFolder(dataDir), name);
}

/**
 * Makes the folder of a socket, which only this user may enter, and removes what a killed server left.
 *
 * @throws CannotStart if the folder is somebody else's
 */
export function prepareSocket(socket: string): void {
  const folder = dirname(socket);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== process.getuid?.())
    throw new CannotStart(`${folder} belongs to somebody else: set DATA_DIR to a shorter path.`);
  chmodSync(folder, 0o700);
  rmSync(socket, { force: true });
}

/** Removes the folder of the sockets of an instance that has ended. */
export function removeSockets(dataDir: string): void {
  rmSync(socketFolder(dataDir), { recursive: true, force: true });
}
