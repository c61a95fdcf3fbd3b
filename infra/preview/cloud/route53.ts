import type { Responder } from './responder.js';

export const route53Resources: Readonly<Record<string, Responder>> = {
  'aws:route53/record:Record': ({ inputs }) => ({
    id: `${inputs.zoneId}_${inputs.name}_${inputs.type}`,
    fqdn: String(inputs.name),
  }),
};
