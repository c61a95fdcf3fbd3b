import type { StackFile } from './stack-file.js';

/** Settings to change in a stack's file: section, then setting. An object is merged, null takes a setting out. */
export type SettingChanges = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Settings, or a change, with a further change; what takes a setting out still says so. */
export function mergeSettings(settings: unknown, change: unknown): unknown {
  if (!isObject(change)) return change;
  const before = isObject(settings) ? settings : {};
  const changed = Object.entries(change).map(([key, value]) => [key, mergeSettings(before[key], value)]);
  return { ...before, ...Object.fromEntries(changed) };
}

/** Settings after a change, as a JSON Merge Patch (RFC 7396) would leave them. */
export const changeSettings = (settings: unknown, change: unknown): unknown =>
  JSON.parse(JSON.stringify(mergeSettings(settings, change), (_key, value) => value ?? undefined));

/** The stack's file as if it said something else. */
export function changeStackFile(file: StackFile, changes: SettingChanges): StackFile {
  const changed = Object.entries(changes).map(([section, change]) => {
    const key = `${file.project}:${section}`;
    return [key, JSON.stringify(changeSettings(JSON.parse(file.config[key] ?? '{}'), change))];
  });
  return { ...file, config: { ...file.config, ...Object.fromEntries(changed) } };
}
