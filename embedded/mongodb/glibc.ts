import { readFile, writeFile } from 'node:fs/promises';

/**
 * The MongoDB engine is linked against glibc 2.38 because of a few functions that older versions have, too:
 * strtol and scanf under new names (`__isoc23_…`, which only add binary literals) and fmod with a new version
 * number. This module binds them to the functions that every glibc has. ELF layout: System V gABI chapter 4;
 * version tables: the LSB's "Symbol Versioning".
 */

const MISSING_VERSION = 'GLIBC_2.38';
const RENAMED_PREFIX = '__isoc23_';
const SECTION_TYPE = { dynamicSymbols: 11, versionNeeds: 0x6ffffffe } as const;

type Section = {
  readonly type: number;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
};

/** The oldest version of each function: the version at which the architecture's glibc begins. */
const BASE_VERSION = process.arch === 'arm64' ? 'GLIBC_2.17' : 'GLIBC_2.2.5';

/** The version of the running system's glibc (236 for 2.36), or undefined with another C library. */
export function glibcVersion(): number | undefined {
  const report: unknown = process.report.getReport();
  const text = /"glibcVersionRuntime":"(\d+)\.(\d+)"/.exec(JSON.stringify(report));
  return text === null ? undefined : Number(text[1]) * 100 + Number(text[2]);
}

export const NEEDED_GLIBC = 238;

/**
 * Rewrites a shared library (64 bit, little endian) in place so that it loads with a glibc older than 2.38.
 */
export async function bindToOlderGlibc(file: string): Promise<void> {
  const elf = await readFile(file);
  rebind(elf);
  await writeFile(file, elf);
}

function rebind(elf: Buffer): void {
  const sections = readSections(elf);
  for (const section of sections) {
    const strings = sections[section.link];
    if (strings === undefined) continue;
    if (section.type === SECTION_TYPE.dynamicSymbols) useOldNames(elf, section, strings.offset);
    if (section.type === SECTION_TYPE.versionNeeds) needOlderVersions(elf, section, strings.offset);
  }
}

function readSections(elf: Buffer): readonly Section[] {
  const table = Number(elf.readBigUInt64LE(0x28));
  const entrySize = elf.readUInt16LE(0x3a);
  return Array.from({ length: elf.readUInt16LE(0x3c) }, (_, index) => {
    const at = table + index * entrySize;
    return {
      type: elf.readUInt32LE(at + 4),
      offset: Number(elf.readBigUInt64LE(at + 24)),
      size: Number(elf.readBigUInt64LE(at + 32)),
      link: elf.readUInt32LE(at + 40),
    };
  });
}

function text(elf: Buffer, at: number): string {
  return elf.toString('latin1', at, elf.indexOf(0, at));
}

/** `__isoc23_strtol` ends in `strtol`: the old name begins a few bytes later in the string table. */
function useOldNames(elf: Buffer, symbols: Section, strings: number): void {
  for (let at = symbols.offset; at < symbols.offset + symbols.size; at += 24) {
    const name = elf.readUInt32LE(at);
    if (text(elf, strings + name).startsWith(RENAMED_PREFIX))
      elf.writeUInt32LE(name + RENAMED_PREFIX.length, at);
  }
}

/** Turns each requirement of the new version into one of the base version of the same library. */
function needOlderVersions(elf: Buffer, needs: Section, strings: number): void {
  for (let library = needs.offset, next = 1; next !== 0; library += next) {
    next = elf.readUInt32LE(library + 12);
    const versions: number[] = [];
    for (let at = library + elf.readUInt32LE(library + 8), step = 1; step !== 0; at += step) {
      versions.push(at);
      step = elf.readUInt32LE(at + 12);
    }
    const named = (wanted: string) =>
      versions.find((at) => text(elf, strings + elf.readUInt32LE(at + 8)) === wanted);
    const [from, to] = [named(MISSING_VERSION), named(BASE_VERSION)];
    if (from === undefined || to === undefined) continue;
    elf.copy(elf, from, to, to + 4); // hash
    elf.copy(elf, from + 8, to + 8, to + 12); // name
  }
}
