import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findClientPrograms } from '../../../embedded/postgres/client-programs.ts';
import { type Command, plainEnvironment } from '../../../embedded/process/command.ts';
import type { Server } from '../../../embedded/server.ts';

/** The version of the packaged server, which its tools have to understand. */
const MAJOR = 18;

/** The command of a client program of PostgreSQL's that connects to a server as its superuser. */
export async function clientCommand(
  { url }: Server,
  program: string,
  args: readonly string[],
): Promise<Command> {
  const programs = await findClientPrograms(MAJOR, () => {});
  const { hostname, port, username, password } = new URL(url());
  return {
    file: join(programs, program),
    args: [...args, '--host', hostname, '--port', port, '--username', username],
    env: { ...plainEnvironment(), PGPASSWORD: password, LC_ALL: 'C' },
    cwd: '/',
  };
}

/** Runs a client program to its end. @throws Error with what it said if it fails */
export async function runClient(server: Server, program: string, ...args: readonly string[]): Promise<void> {
  const { file, args: all, ...how } = await clientCommand(server, program, args);
  await promisify(execFile)(file, [...all], how);
}
