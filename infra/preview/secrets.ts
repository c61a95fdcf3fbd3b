/** How Pulumi marks a secret on its wire: https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/runtime/rpc.ts */
const signatureKey = '4dabf18193072939515e22adb298388d';
const secretSignature = '1b47061264138c4ac30d75fd1eb44270';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value without the marks of secrets, and the paths where they were. */
export function unwrapSecrets(value: unknown, path = ''): { value: unknown; secretPaths: string[] } {
  if (Array.isArray(value)) {
    const items = value.map((item, index) => unwrapSecrets(item, `${path}[${index}]`));
    return { value: items.map((item) => item.value), secretPaths: items.flatMap((item) => item.secretPaths) };
  }
  if (!isRecord(value)) return { value, secretPaths: [] };
  if (value[signatureKey] === secretSignature) {
    return { value: unwrapSecrets(value.value, path).value, secretPaths: [path] };
  }
  const entries = Object.entries(value).map(
    ([key, item]) => [key, unwrapSecrets(item, path === '' ? key : `${path}.${key}`)] as const,
  );
  return {
    value: Object.fromEntries(entries.map(([key, item]) => [key, item.value])),
    secretPaths: entries.flatMap(([, item]) => item.secretPaths),
  };
}
