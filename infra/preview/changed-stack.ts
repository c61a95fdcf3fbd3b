import type { StackFile } from './stack-file.js';

/** Changes to a stack's settings, by section and setting. Objects are merged; null removes a setting. */
export type SettingChanges = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Merges a change into settings or into another change; null values stay. */
export function mergeSettings(settings: unknown, change: unknown): unknown {
  if (!isObject(change)) return change;
  const before = isObject(settings) ? settings : {};
  const changed = Object.entries(change).map(([key, value]) => [key, mergeSettings(before[key], value)]);
  return { ...before, ...Object.fromEntries(changed) };
}

/** Applies a change to settings as a JSON Merge Patch (RFC 7396). */
export const changeSettings = (settings: unknown, change: unknown): unknown =>
  JSON.parse(JSON.stringify(mergeSettings(settings, change), (_key, value) => value ?? undefined));

export function changeStackFile(file: StackFile, changes: SettingChanges): StackFile {
  const changed = Object.entries(changes).map(([section, change]) => {
    const key = `${file.project}:${section}`;
    return [key, JSON.stringify(changeSettings(JSON.parse(file.config[key] ?? '{}'), change))];
  });
  return { ...file, config: { ...file.config, ...Object.fromEntries(changed) } };
}
