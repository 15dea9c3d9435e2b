import { DEFAULT_SETTINGS, OPTIONS, type Option, type Settings } from './options.ts';

/** The result of a change of settings. A refusal's message names the option. */
export type Change =
  | { readonly kind: 'changed'; readonly settings: Settings }
  | { readonly kind: 'refused'; readonly message: string };

/** The settings in force. Read `current` anew for each use. */
export type SettingsBox = {
  readonly current: () => Settings;
  /** Sets the named options (camel case; the value as text, number or boolean): all of them or none. */
  readonly change: (patch: Readonly<Record<string, unknown>>) => Change;
  /** Ends all misbehaviour, whether it came from the environment or later. */
  readonly reset: () => Settings;
};

/** Keeps settings in memory: a restarted simulator begins with its environment again. */
export function createSettings(initial: Settings): SettingsBox {
  let settings = initial;
  return {
    current: () => settings,
    change: (patch) => {
      const change = applyPatch(settings, patch);
      if (change.kind === 'changed') settings = change.settings;
      return change;
    },
    reset: () => {
      settings = OPTIONS.reduce(
        (result, option) => (option.resettable ? option.copy(DEFAULT_SETTINGS, result) : result),
        settings,
      );
      return settings;
    },
  };
}

/** The settings as text by option name, as the control interface shows them. */
export function printSettings(settings: Settings): Record<string, string> {
  return Object.fromEntries(OPTIONS.map((option) => [option.name, option.print(settings)]));
}

function applyPatch(settings: Settings, patch: Readonly<Record<string, unknown>>): Change {
  let result = settings;
  for (const [name, value] of Object.entries(patch)) {
    const option = OPTIONS.find((candidate) => candidate.name === name);
    if (option === undefined) return { kind: 'refused', message: `${name} is no option of the simulator` };
    if (option.name === 'seed') return { kind: 'refused', message: 'seed can be set at start only' };
    const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    const changed = isPlain ? option.apply(result, String(value)) : undefined;
    if (changed === undefined) return refusal(name, option, value);
    result = changed;
  }
  return { kind: 'changed', settings: result };
}

function refusal(name: string, option: Option, value: unknown): Change {
  return {
    kind: 'refused',
    message: `${name}: expected ${option.expects}, got ${JSON.stringify(value)}`,
  };
}
