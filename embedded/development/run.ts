import { defineCommand, runCommand } from '../../platform/config/command-line.ts';
import { CannotStart } from '../cannot-start.ts';
import type { Launcher } from '../launcher/launcher.ts';
import { type DevelopmentRun, type RunOptions, runInstance } from '../launcher/run.ts';
import { SIMULATOR } from '../launcher/services.ts';
import { type Env, membersOf, readSettings, type Settings } from '../launcher/settings.ts';
import type { DevelopmentMode } from '../launcher/units.ts';
import { nextFree } from '../process/ports.ts';
import type { Supervised } from '../process/supervisor.ts';
import { createGenerator } from './generate.ts';
import type { Program } from './import-graph.ts';
import { createReloader } from './reloader.ts';
import { followSources } from './source-tree.ts';

/** What `npm run dev` is to do. */
export type DevelopmentOptions = {
  /** The services to start; none for all. */
  readonly names: readonly string[];
  /** The program to debug; its port is undefined for a free one. */
  readonly inspect: { readonly name: string; readonly port: number | undefined } | undefined;
};

const INSPECT = /^([a-z][a-z0-9-]*)(?::(\d{1,5}))?$/;

/** Where debuggers look first. */
const FIRST_DEBUGGER_PORT = 9_229;

export const DEV = defineCommand(
  {
    forms: ['npm run dev [-- NAME…] [--inspect NAME[:PORT]]'],
    about:
      'Runs the product as `npm start` does and restarts what a saved file affects; Ctrl-C stops everything. With names it starts only these services, with what they need and the router; `npm start -- NAME` adds another one.',
    options: {
      inspect: {
        type: 'text',
        value: 'NAME[:PORT]',
        about: `starts one program under Node's debugger, on the given port or the first free one from ${FIRST_DEBUGGER_PORT} on`,
      },
    },
    positionals: true,
    notes: [
      'A NAME is router, a service (booking, or booking-2 with REPLICAS=2) or psp (the payment simulator). DATA_DIR and PORT are those of `npm start`.',
    ],
    examples: ['npm run dev', 'npm run dev -- booking --inspect booking'],
    status: '0 stopped, 1 it could not start, 2 wrong usage',
  },
  ({ values: { inspect }, positionals: names }): DevelopmentOptions | string => {
    if (inspect === undefined) return { names, inspect };
    const [, name, port] = INSPECT.exec(inspect) ?? [];
    if (name === undefined || Number(port ?? 1) > 65_535 || Number(port ?? 1) < 1)
      return `--inspect ${inspect} is invalid: expected a name such as booking, or booking:9229.`;
    return { names, inspect: { name, port: port === undefined ? undefined : Number(port) } };
  },
);

/**
 * `npm run dev`: runs an instance and restarts what saved files affect, until a stop is requested.
 * Returns the exit status: 0 stopped, 1 it could not start, 2 wrong usage.
 */
export function runDevelopment({ args, env, root }: RunOptions): Promise<number> {
  return runCommand(DEV, args, (options) => develop(options, env, root));
}

async function develop({ names, inspect }: DevelopmentOptions, env: Env, root: string): Promise<number> {
  const read = readSettings(env);
  if (typeof read === 'string') return refuse(read);
  const settings: Settings = names.length === 0 ? read : { ...read, only: names };
  const programs = programsOf(settings);
  const unknown = [...names, ...(inspect ? [inspect.name] : [])].filter(
    (name) => !programs.some((program) => program.name === name),
  );
  if (unknown.length > 0) {
    return refuse(
      `${unknown.join(', ')}: not run here. There are ${programs.map(({ name }) => name).join(', ')}.`,
    );
  }
  const port = inspect?.port ?? (await nextFree(FIRST_DEBUGGER_PORT, '127.0.0.1'));
  const mode = { debugger: inspect && { name: inspect.name, port } };
  return runInstance({
    env: settings.environment,
    root,
    settings,
    development: developmentRun({ root, settings, programs, mode }),
  });
}

function refuse(message: string): number {
  console.error(message);
  return 2;
}

function programsOf(settings: Settings): readonly Program[] {
  const { routers, services } = membersOf(settings);
  const programs = [...routers, ...services].map(({ name, of }) => ({ name, main: of.main }));
  return settings.ownProvider ? programs : [...programs, SIMULATOR];
}

function developmentRun(parts: {
  readonly root: string;
  readonly settings: Settings;
  readonly programs: readonly Program[];
  readonly mode: DevelopmentMode;
}): DevelopmentRun {
  const { root, settings, programs, mode } = parts;
  const closing = new AbortController();
  const generate = createGenerator(root, closing.signal, say);
  let launched: Launcher | undefined;
  /** What changes before the instance is up is taken up then. */
  let early: string[] | undefined = [];

  const sources = followSources(root, [settings.dataDir], (paths) => {
    if (early) early.push(...paths);
    else reloader.changed(paths);
  });
  const processOf = (name: string): Supervised | undefined =>
    launched?.group.units.find(({ unit }) => unit.name === name);
  const reloader = createReloader({
    programs,
    sources,
    processOf,
    generate,
    say,
    startOnly: async (name) => launched?.startOnly([name]),
    stopOnly: async (name) => launched?.stopOnly([name]),
  });

  return {
    mode,
    async start(launcher) {
      launched = launcher;
      try {
        await launcher.start();
      } catch (error) {
        const failed = programs.filter(({ name }) => processOf(name)?.state() === 'starting');
        const areServersReady = launcher.group.units.every(
          ({ unit, state }) => state() === 'ready' || failed.some(({ name }) => name === unit.name),
        );
        if (!(error instanceof CannotStart) || failed.length === 0 || !areServersReady) throw error;
        say(error.message);
        await Promise.all(failed.map(({ name }) => reloader.leaveStopped(name)));
      }
    },
    onStarted() {
      if (mode.debugger) say(`Debugger of ${mode.debugger.name} at 127.0.0.1:${mode.debugger.port}.`);
      say('Saved files restart what they affect.');
      const changed = early ?? [];
      early = undefined;
      if (changed.length > 0) reloader.changed(changed);
    },
    close() {
      closing.abort();
      reloader.close();
      sources.close();
    },
  };
}

function say(line: string): void {
  console.log(line);
}
