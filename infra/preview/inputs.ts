import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  specialArchiveSig,
  specialAssetSig,
  specialResourceSig,
  specialSecretSig,
  specialSigKey,
} from '@pulumi/pulumi/runtime/rpc.js';

/** Replaces secret values in plans, which are printed and saved. */
export const secretMark = '[secret]';

/** A file or folder in a plan: its content without its path, so that plans are the same on every machine. */
export interface PlannedContent {
  readonly sha256: string;
  readonly sizeBytes: number;
}

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value);

const readBytes = (asset: Fields): Buffer =>
  typeof asset.text === 'string' ? Buffer.from(asset.text) : readFileSync(resolve(String(asset.path)));

/** Lists the files of an archive and of the archives inside it, with their paths. */
function listEntries(archive: Fields, folder = ''): [name: string, bytes: Buffer][] {
  if (!isFields(archive.assets)) return [[`${folder}${archive.path}`, readBytes(archive)]];
  return Object.entries(archive.assets).flatMap(([name, asset]): [string, Buffer][] => {
    if (!isFields(asset)) return [];
    const path = `${folder}${name}`;
    return asset[specialSigKey] === specialArchiveSig ? listEntries(asset, `${path}/`) : [[path, readBytes(asset)]];
  });
}

function digestContent(value: Fields): PlannedContent {
  if (value[specialSigKey] === specialAssetSig) {
    const bytes = readBytes(value);
    return { sha256: createHash('sha256').update(bytes).digest('hex'), sizeBytes: bytes.length };
  }
  const hash = createHash('sha256');
  const entries = listEntries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  for (const [name, bytes] of entries) hash.update(`${name}\0${bytes.length}\0`).update(bytes);
  return { sha256: hash.digest('hex'), sizeBytes: entries.reduce((sum, [, bytes]) => sum + bytes.length, 0) };
}

/** `plain` for responders, which compute with the values; `masked` for plans, which people read. */
type SecretView = 'plain' | 'masked';

/**
 * Converts values from Pulumi's wire format (https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/runtime/rpc.ts), and
 * returns the paths of secrets.
 */
export function readInputs(value: unknown, secrets: SecretView, path = ''): { value: unknown; secretPaths: string[] } {
  if (Array.isArray(value)) {
    const items = value.map((item, index) => readInputs(item, secrets, `${path}[${index}]`));
    return { value: items.map((item) => item.value), secretPaths: items.flatMap((item) => item.secretPaths) };
  }
  if (!isFields(value)) return { value, secretPaths: [] };
  switch (value[specialSigKey]) {
    case specialSecretSig:
      return {
        value: secrets === 'masked' ? secretMark : readInputs(value.value, secrets, path).value,
        secretPaths: [path],
      };
    case specialAssetSig:
    case specialArchiveSig:
      return { value: secrets === 'masked' ? digestContent(value) : value, secretPaths: [] };
    case specialResourceSig:
      return { value: value.urn, secretPaths: [] };
  }
  const entries = Object.entries(value).map(
    ([key, item]) => [key, readInputs(item, secrets, path === '' ? key : `${path}.${key}`)] as const,
  );
  return {
    value: Object.fromEntries(entries.map(([key, item]) => [key, item.value])),
    secretPaths: entries.flatMap(([, item]) => item.secretPaths),
  };
}
