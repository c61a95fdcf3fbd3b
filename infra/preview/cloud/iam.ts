import { autoName, drawn, type Responder } from './responder.js';

const role: Responder = (request, { partition, accountId }) => {
  const name = autoName(request);
  return {
    id: name,
    name,
    arn: `arn:${partition}:iam::${accountId}:role/${name}`,
    uniqueId: `AROA${drawn(name, 17).toUpperCase()}`,
  };
};

export const iamResources: Readonly<Record<string, Responder>> = {
  'aws:iam/role:Role': role,
  'aws:iam/rolePolicy:RolePolicy': (request) => ({
    id: `${request.inputs.role}:${autoName(request)}`,
    name: autoName(request),
  }),
  'aws:iam/rolePolicyAttachment:RolePolicyAttachment': ({ name, inputs }) => ({
    id: `${inputs.role}-${drawn(name, 12)}`,
  }),
};
