import { CannotStart } from '../cannot-start.ts';
import type { Launcher } from '../launcher/launcher.ts';
import { membersOf } from '../launcher/members.ts';
import { type DevelopmentRun, type RunOptions, runInstance } from '../launcher/run.ts';
import { SIMULATOR } from '../launcher/services.ts';
import { readSettings, type Settings } from '../launcher/settings.ts';
import type { DevelopmentMode } from '../launcher/units.ts';
import { nextFree } from '../process/ports.ts';
import type { Supervised } from '../process/supervisor.ts';
import type { Program } from './affected.ts';
import { readDevelopmentArguments } from './arguments.ts';
import { createGenerator } from './generate.ts';
import { createReloader } from './reloader.ts';
import { followSources } from './source-tree.ts';

/** Where debuggers look first. */
const FIRST_DEBUGGER_PORT = 9_229;

/**
 * `npm run dev`: runs an instance and restarts what saved files affect, until it is told to stop.
 * Returns the exit status: 0 stopped, 1 it could not start, 2 wrong usage.
 */
export async function runDevelopment({ args, env, root }: RunOptions): Promise<number> {
  const options = readDevelopmentArguments(args);
  if ('status' in options) return options.status;
  const read = readSettings(env);
  if (typeof read === 'string') return refuse(read);
  const { names, inspect } = options;
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
    env,
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
