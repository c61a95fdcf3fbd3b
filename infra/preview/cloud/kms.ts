import { type Responder, stableHex } from './responder.js';

const buildUuid = (name: string): string =>
  stableHex(name, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

export const kmsResources: Readonly<Record<string, Responder>> = {
  'aws:kms/key:Key': ({ name }, { partition, region, accountId }) => {
    const keyId = buildUuid(name);
    return { id: keyId, keyId, arn: `arn:${partition}:kms:${region}:${accountId}:key/${keyId}` };
  },
  'aws:kms/alias:Alias': ({ inputs }, { partition, region, accountId }) => {
    const name = String(inputs.name);
    return { id: name, name, arn: `arn:${partition}:kms:${region}:${accountId}:${name}` };
  },
};
