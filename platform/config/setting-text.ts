import { durationText } from './duration.ts';
import type { SettingDescription } from './setting.ts';

/** The default of a setting, for documentation. */
export function defaultOf(about: SettingDescription): string {
  const { defaultText, defaultValue } = about;
  if (defaultText !== undefined) return defaultText;
  if (about.isRequired) return 'required';
  if (defaultValue === undefined) return 'none';
  if (Array.isArray(defaultValue)) return defaultValue.map((each) => `\`${each}\``).join(', ');
  return valueText(about, defaultValue);
}

/** A value as it is written in the environment: durations with their unit, lists with commas. */
export function valueText({ expected }: SettingDescription, value: unknown): string {
  if (typeof value === 'number')
    return expected.startsWith('a duration') ? durationText(value) : String(value);
  if (Array.isArray(value)) return value.map((each) => String(each)).join(',');
  return typeof value === 'object' ? 'none' : String(value);
}
