/**
 * Runs the embedded MongoDB engine in its own process: node engine-main.ts ADDON DATA_DIR SOCKET. A fault of
 * the engine ends only this process.
 */
import { createRequire } from 'node:module';
import { createServer, type Socket } from 'node:net';
import { adminCommand, type EngineReply, serveConnection } from './wire.ts';

type Engine = {
  roundTrip(message: Buffer): Promise<EngineReply>;
  close(): Promise<void>;
};

type Addon = {
  readonly Engine: { open(folder: string): Promise<Engine> };
};

const [addonFile = '', folder = '', path = ''] = process.argv.slice(2);
const addon: Addon = createRequire(import.meta.url)(addonFile);
const engine = await addon.Engine.open(folder);
// The indexes of a new service take kilobytes: a disk with less than the 500 MB that an index build asks for
// by default is large enough.
await engine.roundTrip(adminCommand({ setParameter: 1, indexBuildMinAvailableDiskSpaceMB: 0 }));
// By default, a query that finds nothing while its plans are compared is planned by samples, which this build
// of the engine cannot take: the query would fail.
await engine.roundTrip(adminCommand({ setParameter: 1, internalQueryPlanRanker: 'multiPlanning' }));

const sockets = new Set<Socket>();
const server = createServer((socket) => {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
  serveConnection(socket, (message) => engine.roundTrip(message));
});
server.listen({ path }, () => console.log(`MongoDB engine listening on ${path}`));

let closing = false;
async function close(): Promise<void> {
  if (closing) return;
  closing = true;
  server.close();
  for (const socket of sockets) socket.destroy();
  await engine.close();
  process.exit(0);
}
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void close());
