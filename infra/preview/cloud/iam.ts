import { type Responder, resolveName, stableHex } from './responder.js';

const role: Responder = (request, { partition, accountId }) => {
  const name = resolveName(request);
  return {
    id: name,
    name,
    arn: `arn:${partition}:iam::${accountId}:role/${name}`,
    uniqueId: `AROA${stableHex(name, 17).toUpperCase()}`,
  };
};

export const iamResources: Readonly<Record<string, Responder>> = {
  'aws:iam/role:Role': role,
  'aws:iam/rolePolicy:RolePolicy': (request) => ({
    id: `${request.inputs.role}:${resolveName(request)}`,
    name: resolveName(request),
  }),
  'aws:iam/rolePolicyAttachment:RolePolicyAttachment': ({ name, inputs }) => ({
    id: `${inputs.role}-${stableHex(name, 12)}`,
  }),
};
