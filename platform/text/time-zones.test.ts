import { expect, test } from 'vitest';
import { FORMER_NAMES, ZONES } from './time-zone-names.ts';
import { parseTimeZone } from './time-zones.ts';

test.each([
  ['Europe/Berlin', 'Europe/Berlin'],
  ['europe/berlin', 'Europe/Berlin'],
  [' ASIA/SEOUL ', 'Asia/Seoul'],
  ['america/port-au-prince', 'America/Port-au-Prince'],
  ['antarctica/dumontdurville', 'Antarctica/DumontDUrville'],
  ['asia/calcutta', 'Asia/Kolkata'],
  ['Europe/Kiev', 'Europe/Kyiv'],
  ['US/Pacific', 'America/Los_Angeles'],
  ['rok', 'Asia/Seoul'],
  ['Iceland', 'Atlantic/Reykjavik'],
  ['utc', 'UTC'],
  ['Etc/Zulu', 'UTC'],
  ['etc/gmt+5', 'Etc/GMT+5'],
  // A link with a country of its own stays what it is.
  ['europe/oslo', 'Europe/Oslo'],
  ['Europe/Bratislava', 'Europe/Bratislava'],
])('%j is %s', (text, name) => {
  expect(parseTimeZone(text)).toBe(name);
});

test.each(['', '+09:00', 'Seoul', 'Asia/Atlantis', 'JST', 'AST', 'SystemV/AST4', 'Factory', 'constructor'])(
  '%j is no time zone',
  (text) => {
    expect(parseTimeZone(text)).toBeUndefined();
  },
);

test('the engine has all names, and the list all names of the engine', () => {
  for (const name of [...ZONES, ...Object.values(FORMER_NAMES).flat()])
    expect(() => new Intl.DateTimeFormat('en', { timeZone: name }), name).not.toThrow();
  expect(Intl.supportedValuesOf('timeZone').filter((name) => !parseTimeZone(name))).toEqual([]);
});

test('a name that is given out stays the same, and a former name means the same time', () => {
  expect(ZONES.map(parseTimeZone)).toEqual(ZONES);
  const hours = (timeZone: string, at: string) =>
    new Intl.DateTimeFormat('en', { timeZone, dateStyle: 'full', timeStyle: 'medium' }).format(new Date(at));
  for (const [name, formerNames] of Object.entries(FORMER_NAMES)) {
    expect(parseTimeZone(name)).toBe(name);
    for (const at of ['2026-01-15T00:00:00Z', '2026-07-15T00:00:00Z'])
      for (const former of formerNames) expect(hours(former, at), former).toBe(hours(name, at));
  }
});
