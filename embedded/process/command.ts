import { environment } from '../../platform/config/environment.ts';
/** A command with its complete environment: nothing is inherited. */
export type Command = {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** The user and group to run as (only root can do that). */
  readonly uid?: number;
  readonly gid?: number;
  /** It is a Node.js program, which can notice that its owner is gone (lifeline.ts). */
  readonly hasLifeline?: boolean;
};

/** The environment variable that passes the instance's folder to lifeline.ts. */
export const FOLDER_VARIABLE = 'MEETINGROOM_FOLDER';

/** A process to keep running: its command, its readiness check and its stop signal. */
export type Unit = {
  readonly name: string;
  /** Units stop stage by stage, the lowest first. */
  readonly stage: Stage;
  /** The address to show to people. */
  readonly address: string;
  /** The address of its metrics, where they have a port of their own. */
  readonly metrics?: string;
  /** The TCP ports that it listens on. Without them it listens on none. */
  readonly listensOn?: { readonly host: string; readonly ports: readonly number[] };
  /** The origin of the program, to show to people. */
  readonly origin: string;
  readonly command: Command;
  readonly stopSignal: 'SIGTERM' | 'SIGINT';
  /** How long it may take to drain before it is killed; 10 s without it. */
  readonly drainTimeoutMs?: number;
  /** How long it may take to come up; 60 s without it. */
  readonly startLimitMs?: number;
  /**
   * Runs before each start of the process, for example to stop a leftover.
   * @param marks the environment of everything that it runs, so that this can be found if the launcher is
   *   killed
   */
  readonly beforeStart?: (marks: Readonly<Record<string, string>>) => Promise<void>;
  readonly isReady: () => Promise<boolean>;
  /** Why it is not ready, in a few words, where it can tell. */
  readonly complaint?: () => Promise<string | undefined>;
  /**
   * Whether the process runs and only a restart would heal it, and now. It is asked again and again while the
   * process is ready.
   */
  readonly needsRestart?: () => Promise<boolean>;
  /** Runs once, after the process is ready for the first time and before that is reported. */
  readonly onFirstReady?: () => Promise<void>;
};

export const STAGES = { router: 0, service: 1, simulator: 2, server: 3 } as const;
export type Stage = (typeof STAGES)[keyof typeof STAGES];

const PASSED_VARIABLES = [
  'PATH',
  'HOME',
  'USER',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'LD_LIBRARY_PATH',
  'NODE_COMPILE_CACHE',
];

/** The few inherited variables that every process may need. */
export function plainEnvironment(): Record<string, string> {
  return Object.fromEntries(
    PASSED_VARIABLES.flatMap((name) => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

const FETCHING = /^(npm_|NODE_EXTRA_CA_CERTS$|SSL_CERT_|(https?|no)_proxy$)/i;

/** The variables that npm needs to reach its registry: its own settings, certificates and proxies. */
export function fetchEnvironment(): Record<string, string> {
  const present = Object.entries(environment).filter(([name]) => FETCHING.test(name));
  return Object.fromEntries(present.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
