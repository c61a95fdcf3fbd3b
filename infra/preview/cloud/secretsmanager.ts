import { type Responder, resolveName, stableHex } from './responder.js';

export const secretsmanagerResources: Readonly<Record<string, Responder>> = {
  'aws:secretsmanager/secret:Secret': (request, { partition, region, accountId }) => {
    const name = resolveName(request);
    // Secrets Manager adds six characters of its own to the name in the ARN.
    const arn = `arn:${partition}:secretsmanager:${region}:${accountId}:secret:${name}-${stableHex(name, 6)}`;
    return { id: arn, name, arn };
  },
  'aws:secretsmanager/secretVersion:SecretVersion': ({ name, inputs }) => ({
    id: `${inputs.secretId}|${stableHex(name, 32)}`,
    arn: inputs.secretId,
    versionId: stableHex(name, 32),
  }),
};
