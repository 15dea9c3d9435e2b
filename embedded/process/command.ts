/** What to run. The environment is complete: nothing is inherited. */
export type Command = {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Run as this user and group (only root can). */
  readonly uid?: number;
  readonly gid?: number;
  /** It is a program of Node.js, which can notice by itself that its owner is gone (lifeline.ts). */
  readonly hasLifeline?: boolean;
};

/** Environment variable that names the instance's folder to lifeline.ts. */
export const FOLDER_VARIABLE = 'MEETINGROOM_FOLDER';

/** A process to keep running: what it is, how it is asked whether it can work, and how it is asked to end. */
export type Unit = {
  readonly name: string;
  /** Units are stopped stage by stage, the lowest first. */
  readonly stage: Stage;
  /** For people: where it listens. */
  readonly address: string;
  /** For people: which of the possible ways it was got. */
  readonly origin: string;
  readonly command: Command;
  readonly stopSignal: 'SIGTERM' | 'SIGINT';
  /** How long it may take to drain before it is killed; 10 s without it. */
  readonly drainLimitMs?: number;
  /** How long it may take to come up; 60 s without it. */
  readonly startLimitMs?: number;
  /**
   * Done before each start of the process, such as stopping a leftover.
   * @param marks goes into the environment of whatever it runs, so that this is found when we are killed meanwhile
   */
  readonly beforeStart?: (marks: Readonly<Record<string, string>>) => Promise<void>;
  readonly isReady: () => Promise<boolean>;
  /** Done once after the first time it is ready, before anybody is told. */
  readonly onFirstReady?: () => Promise<void>;
};

export const STAGES = { router: 0, service: 1, simulator: 2, server: 3 } as const;
export type Stage = (typeof STAGES)[keyof typeof STAGES];

const PASSED_VARIABLES = ['PATH', 'HOME', 'USER', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'LD_LIBRARY_PATH'];

/** The few variables of our own environment that any process may need. */
export function plainEnvironment(): Record<string, string> {
  return Object.fromEntries(
    PASSED_VARIABLES.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

const FETCHING = /^(npm_|NODE_EXTRA_CA_CERTS$|SSL_CERT_|(https?|no)_proxy$)/i;

/** The variables by which npm reaches its registry: its own settings, certificates and proxies. */
export function fetchEnvironment(): Record<string, string> {
  const present = Object.entries(process.env).filter(([name]) => FETCHING.test(name));
  return Object.fromEntries(present.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
