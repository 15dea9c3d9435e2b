import { type SettingAt, type SettingDescription, settingsOf } from '../../platform/config/setting.ts';
import { defaultOf } from '../../platform/config/setting-text.ts';
import { PROCESSES, ROUTER, SUBGRAPHS } from './processes.ts';

/** One setting, for all processes for which it is the same. */
export type Row = {
  /** The variable; the path in the router's configuration file for a setting without one. */
  readonly name: string;
  /** The path in the router's configuration file. */
  readonly path: string | undefined;
  readonly about: SettingDescription;
  /** The processes that read it. */
  readonly readers: readonly string[];
};

/** All settings of all processes by name. */
export function allRows(): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const [reader, tables] of Object.entries(PROCESSES))
    for (const setting of tables.flatMap((table) => settingsOf(table))) {
      const row = rowOf(reader, setting);
      const key = JSON.stringify([row.name, defaultOf(row.about), row.about.description, row.about.expected]);
      const known = rows.get(key);
      if (known?.readers.includes(reader)) continue;
      rows.set(key, {
        ...row,
        path: known?.path ?? row.path,
        readers: [...(known?.readers ?? []), reader],
      });
    }
  return [...rows.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** Only the router has its settings in a file, too. */
function rowOf(reader: string, { path, about }: SettingAt): Row {
  const inFile = path.join('.');
  return {
    name: about.env ?? inFile,
    path: reader === ROUTER && inFile !== 'file' ? inFile : undefined,
    about,
    readers: [reader],
  };
}

/** The readers in few words: `services` for all subgraphs. */
export function readersText(readers: readonly string[]): string {
  const subgraphs = Object.keys(SUBGRAPHS);
  const isEvery = subgraphs.every((name) => readers.includes(name));
  return [
    ...(isEvery ? ['services'] : []),
    ...readers.filter((name) => !isEvery || !subgraphs.includes(name)),
  ].join(', ');
}
