/** The embedded engine, which has a Unix socket and no users, behind the port of MongoDB. */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { connect, createServer } from 'node:net';

const PACKAGE = '/opt/mongodb';
const SOCKET = '/tmp/mongodb.sock';

const addon = readdirSync(PACKAGE).find((file) => file.endsWith('.node'));
const engine = spawn(
  process.execPath,
  ['/app/embedded/mongodb/engine-main.ts', `${PACKAGE}/${addon}`, '/data/db', SOCKET],
  { stdio: 'inherit' },
);
engine.on('exit', (status) => process.exit(status ?? 1));
process.on('SIGTERM', () => engine.kill('SIGTERM'));

createServer((client) => {
  const server = connect(SOCKET);
  client.on('error', () => server.destroy());
  server.on('error', () => client.destroy());
  client.pipe(server).pipe(client);
}).listen(27_017, '0.0.0.0');
