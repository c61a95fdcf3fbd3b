import { loadStackConfig } from '../config/load.js';

/** The stack on one page: configuration, components in the order of their needs, outputs. */
export default async function stack(): Promise<Record<string, unknown>> {
  const { config, region } = loadStackConfig();
  return { region, timeZone: config.clinic.timeZone };
}
