import { accessSync, constants, readFileSync } from 'node:fs';
import {
  type Authenticator,
  credsAuthenticator,
  nkeyAuthenticator,
  type TlsOptions,
  tokenAuthenticator,
  usernamePasswordAuthenticator,
} from 'nats';
import { z } from 'zod';
import { ConfigError, problemsOf } from '../../config/config-error.ts';
import type { Environment } from '../../config/environment.ts';
import { readSettings } from '../../config/read-settings.ts';
import { fileVariableOf } from '../../config/secret-files.ts';
import { section, settingType } from '../../config/setting.ts';
import { retention, text } from '../../config/setting-kinds.ts';
import { errorMessage } from '../../errors.ts';

/** Where NATS is and who connects to it, as operators say it. */
export type NatsSettings = {
  /**
   * One address or several, separated by commas: `nats://`, or `tls://` where the connection has to be
   * encrypted. Each may have the user and password, or a token in their place.
   */
  readonly url: string;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly token?: string | undefined;
  /** A file with a user's JWT and seed. */
  readonly credsFile?: string | undefined;
  /** A file with the seed of a user's NKEY. */
  readonly nkeyFile?: string | undefined;
  /**
   * Certificates of the authorities that the server's certificate may come from. Asks for TLS, as those below
   * do.
   */
  readonly caFile?: string | undefined;
  /** The client's own certificate and its key. */
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
};

/** The environment variables of the settings. */
const NATS_VARIABLES = {
  url: 'NATS_URL',
  user: 'NATS_USER',
  password: 'NATS_PASSWORD',
  token: 'NATS_TOKEN',
  credsFile: 'NATS_CREDS_FILE',
  nkeyFile: 'NATS_NKEY_FILE',
  caFile: 'NATS_CA_FILE',
  certFile: 'NATS_CERT_FILE',
  keyFile: 'NATS_KEY_FILE',
} as const satisfies Record<keyof NatsSettings, string>;

const ADDRESS = 'nats://HOST:PORT or tls://HOST:PORT, or several separated by commas';

/** The form of the addresses is checked with the credentials. */
const addresses = settingType(
  ADDRESS,
  (value) => (typeof value === 'string' && value !== '' ? value : undefined),
  false,
);

/** The settings of who connects to NATS, without the address. */
const CREDENTIALS = {
  user: text.optional({ env: NATS_VARIABLES.user, description: 'user at NATS, with its password' }),
  password: text.optional({
    env: NATS_VARIABLES.password,
    isSecret: true,
    description: 'password of the user',
  }),
  token: text.optional({
    env: NATS_VARIABLES.token,
    isSecret: true,
    description: 'token, instead of a user',
  }),
  credsFile: text.optional({
    env: NATS_VARIABLES.credsFile,
    description: 'file with the JWT and the seed of a user',
  }),
  nkeyFile: text.optional({
    env: NATS_VARIABLES.nkeyFile,
    description: 'file with the seed of a user’s NKEY',
  }),
  caFile: text.optional({
    env: NATS_VARIABLES.caFile,
    description: 'certificates of the authorities that NATS’s certificate may come from; requires TLS',
  }),
  certFile: text.optional({
    env: NATS_VARIABLES.certFile,
    description: 'certificate of the client for NATS; requires TLS',
  }),
  keyFile: text.optional({ env: NATS_VARIABLES.keyFile, description: 'key of that certificate' }),
};

const SERVERS =
  'NATS servers for events, `nats://` or, with TLS required, `tls://`; may have the user and password';

/** The settings of a process that may do without NATS. */
export const OPTIONAL_NATS = section(
  {
    url: addresses.optional({
      env: NATS_VARIABLES.url,
      isSecret: true,
      description: `${SERVERS}; unset disables subscriptions`,
    }),
    ...CREDENTIALS,
  },
  ({ url, ...access }) => (url === undefined ? [] : problemsOf(() => accessOf({ ...access, url }))),
);

/** The settings of a process that needs NATS. */
export const REQUIRED_NATS = section(
  {
    url: addresses.required({
      env: NATS_VARIABLES.url,
      isSecret: true,
      defaultText: 'required; `npm start` sets it',
      description: SERVERS,
    }),
    ...CREDENTIALS,
  },
  (access) => problemsOf(() => accessOf(access)),
);

/** How long streams keep what, for those who create and change them. */
export const STREAMS_KEPT = section({
  eventsKeptMs: retention.optional({
    env: 'EVENTS_KEPT',
    defaultText: '30d for new streams; others stay as they are',
    description: 'how long streams keep events; those that are needed for longer, after that',
  }),
  deadKeptMs: retention.optional({
    env: 'DEAD_KEPT',
    defaultText: 'until they are replayed; a limit that was set stays',
    description: 'how long dead letters are kept, whether they were replayed or not',
  }),
});

const KEPT_TABLE = z.strictObject({ kept: STREAMS_KEPT });

/** Reads from the environment how long streams keep what. @throws ConfigError */
export function readStreamsKept(source: Environment): z.output<typeof STREAMS_KEPT> {
  return readSettings(KEPT_TABLE, source).kept;
}

const NATS_TABLE = z.strictObject({ nats: REQUIRED_NATS });

/** What a connection is opened with. */
export type NatsAccess = {
  /** `host:port`, without what is secret. */
  readonly servers: readonly string[];
  /** Undefined for a client that says nothing about itself. */
  readonly authenticator: Authenticator | undefined;
  /** Who connects, for logs: `the user booking`. */
  readonly who: string;
  /** The user, where the settings tell. */
  readonly user: string | undefined;
  /** Undefined where the server decides whether the connection is encrypted. */
  readonly tls: TlsOptions | undefined;
};

/** Reads the settings from the environment. @throws ConfigError, which shows no secret */
export function readNatsSettings(source: Environment): NatsSettings {
  return readSettings(NATS_TABLE, source).nats;
}

/**
 * The settings of the environment, otherwise those of a known address; undefined without one.
 *
 * @throws ConfigError as `readNatsSettings` does
 */
export function findNatsSettings(source: Environment, known: string | undefined): NatsSettings | undefined {
  const isGiven = Boolean(source[NATS_VARIABLES.url] ?? source[fileVariableOf(NATS_VARIABLES.url)]);
  if (isGiven) return readNatsSettings(source);
  return known === undefined ? undefined : { url: known };
}

const WITH_SCHEME = /^(?:(nats|tls):\/\/)?([^/].*)$/;

type Address = {
  readonly server: string;
  readonly isEncrypted: boolean;
  readonly user: string;
  readonly password: string;
};

/**
 * Interprets the settings. Files are looked at here, so that a missing one is noticed at the start, and read
 * at each connection, so that a renewed one is used.
 *
 * @throws ConfigError if they contradict each other or a file cannot be read
 */
export function accessOf(settings: NatsSettings): NatsAccess {
  const addresses = settings.url.split(',').map((text) => readAddress(text.trim()));
  for (const name of ['credsFile', 'nkeyFile', 'caFile', 'certFile', 'keyFile'] as const)
    checkReadable(name, settings[name]);
  const { caFile, certFile, keyFile } = settings;
  if ((certFile === undefined) !== (keyFile === undefined))
    throw new ConfigError('NATS_CERT_FILE and NATS_KEY_FILE belong together: set both or none');
  const files = {
    ...(caFile === undefined ? {} : { caFile }),
    ...(certFile === undefined ? {} : { certFile }),
    ...(keyFile === undefined ? {} : { keyFile }),
  };
  const isEncrypted = addresses.some((each) => each.isEncrypted) || Object.keys(files).length > 0;
  return {
    servers: addresses.map(({ server }) => server),
    tls: isEncrypted ? files : undefined,
    ...credentialsOf(settings, addresses),
  };
}

function readAddress(text: string): Address {
  const [, scheme = 'nats', rest = ''] = WITH_SCHEME.exec(text) ?? [];
  // The scheme of the URL is one whose default port is not left out.
  const url = URL.parse(`nats://${rest}`);
  // Never with the text, which may have a password.
  if (!url?.host || !/^\/?$/.test(url.pathname) || url.search || url.hash)
    throw new ConfigError(`${NATS_VARIABLES.url} is invalid: expected ${ADDRESS}`);
  try {
    const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
    return { server: url.host, isEncrypted: scheme === 'tls', user, password };
  } catch {
    throw new ConfigError(`${NATS_VARIABLES.url} is invalid: a % in its user or password is written %25`);
  }
}

type Credentials = Pick<NatsAccess, 'authenticator' | 'who' | 'user'>;

const NOBODY: Credentials = {
  authenticator: undefined,
  who: 'a client without credentials',
  user: undefined,
};

/** The one kind of credentials that the settings have. */
function credentialsOf(settings: NatsSettings, addresses: readonly Address[]): Credentials {
  const { user, password, token, credsFile, nkeyFile } = settings;
  if ((user === undefined) !== (password === undefined))
    throw new ConfigError('NATS_USER and NATS_PASSWORD belong together: set both or none');
  const kinds: readonly (readonly [string, Credentials | undefined])[] = [
    [`those in ${NATS_VARIABLES.url}`, inAddresses(addresses)],
    [NATS_VARIABLES.user, user === undefined ? undefined : userWith(user, password ?? '')],
    [NATS_VARIABLES.token, token === undefined ? undefined : bearerOf(token)],
    [NATS_VARIABLES.credsFile, credsFile === undefined ? undefined : credentialsIn(credsFile)],
    [NATS_VARIABLES.nkeyFile, nkeyFile === undefined ? undefined : seedIn(nkeyFile)],
  ];
  const given = kinds.filter(([, credentials]) => credentials !== undefined);
  if (given.length > 1)
    throw new ConfigError(
      `There are several credentials for NATS: ${given.map(([name]) => name).join(', ')}. Set one of them`,
    );
  return given[0]?.[1] ?? NOBODY;
}

function inAddresses(addresses: readonly Address[]): Credentials | undefined {
  const [{ user, password } = { user: '', password: '' }] = addresses;
  if (addresses.some((each) => each.user !== user || each.password !== password))
    throw new ConfigError(
      `${NATS_VARIABLES.url} is invalid: all its addresses have the same user and password`,
    );
  if (user === '') return undefined;
  return password === '' ? bearerOf(user) : userWith(user, password);
}

function userWith(user: string, password: string): Credentials {
  return { authenticator: usernamePasswordAuthenticator(user, password), who: `the user ${user}`, user };
}

function bearerOf(token: string): Credentials {
  return { authenticator: tokenAuthenticator(token), who: 'the token', user: undefined };
}

function credentialsIn(file: string): Credentials {
  return userOf(
    file,
    credsAuthenticator(() => new TextEncoder().encode(readFileSync(file, 'utf8'))),
  );
}

function seedIn(file: string): Credentials {
  return userOf(
    file,
    nkeyAuthenticator(() => new TextEncoder().encode(readFileSync(file, 'utf8').trim())),
  );
}

function userOf(file: string, authenticator: Authenticator): Credentials {
  return { authenticator, who: `the user of ${file}`, user: undefined };
}

function checkReadable(name: keyof NatsSettings, file: string | undefined): void {
  if (file === undefined) return;
  try {
    accessSync(file, constants.R_OK);
  } catch (error) {
    throw new ConfigError(
      `${NATS_VARIABLES[name]} names a file that cannot be read: ${errorMessage(error)}`,
      {
        cause: error,
      },
    );
  }
}
