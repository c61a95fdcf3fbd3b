import { checkStackConfig } from '../../config/settings/load.js';
import type { StackConfig } from '../../config/settings/stack.js';
import type { StackFile } from './stack-file.js';

/**
 * Reads the settings in a stack's file, with defaults.
 * @throws Error for invalid settings; running the program lists them
 */
export function parseStackSettings({ project, stack, config }: StackFile): StackConfig {
  const prefix = `${project}:`;
  const values = Object.entries(config)
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, text]) => [key.slice(prefix.length), JSON.parse(text) as unknown]);
  const checked = checkStackConfig(Object.fromEntries(values));
  if ('problems' in checked) throw new Error(`Pulumi.${stack}.yaml has invalid settings.`);
  return checked.config;
}
