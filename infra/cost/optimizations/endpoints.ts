import type { StackConfig } from '../../../config/settings/stack.js';

type Endpoints = Pick<StackConfig['network'], 'interfaceEndpoints'>;

const bedrock = 'bedrock-runtime';

export const withBedrock = ({ interfaceEndpoints }: Endpoints): Endpoints['interfaceEndpoints'] =>
  interfaceEndpoints.includes(bedrock) ? interfaceEndpoints : [...interfaceEndpoints, bedrock];

export const withoutBedrock = ({ interfaceEndpoints }: Endpoints): Endpoints['interfaceEndpoints'] =>
  interfaceEndpoints.filter((service) => service !== bedrock);
