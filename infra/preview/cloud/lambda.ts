import { createHash } from 'node:crypto';
import type { Place } from '../../components/place.js';
import { type Responder, resolveName, stableHex } from './responder.js';

const buildInvokeArn = ({ partition, region }: Place, functionArn: string) =>
  `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;

export const lambdaResources: Readonly<Record<string, Responder>> = {
  'aws:lambda/function:Function': (request, place) => {
    const name = resolveName(request);
    const arn = `arn:${place.partition}:lambda:${place.region}:${place.accountId}:function:${name}`;
    const version = request.inputs.publish === true ? '1' : '$LATEST';
    return {
      id: name,
      name,
      arn,
      version,
      qualifiedArn: `${arn}:${version}`,
      invokeArn: buildInvokeArn(place, arn),
      qualifiedInvokeArn: buildInvokeArn(place, `${arn}:${version}`),
    };
  },
  'aws:lambda/alias:Alias': (request, place) => {
    const name = resolveName(request);
    const called = String(request.inputs.functionName).split(':').at(-1);
    const arn = `arn:${place.partition}:lambda:${place.region}:${place.accountId}:function:${called}:${name}`;
    return { id: arn, name, arn, invokeArn: buildInvokeArn(place, arn) };
  },
  'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig': ({ inputs }) => ({
    id: `${inputs.functionName}:${inputs.qualifier}`,
  }),
  'aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig': ({ inputs }) => ({
    id: `${inputs.functionName},${inputs.qualifier}`,
  }),
  'aws:lambda/permission:Permission': ({ name }) => ({
    id: `${name}-${stableHex(name, 7)}`,
    statementId: `${name}-${stableHex(name, 7)}`,
  }),
  'aws:lambda/invocation:Invocation': ({ inputs }) => ({
    id: `${inputs.functionName},${inputs.qualifier ?? '$LATEST'},${createHash('md5').update(String(inputs.input)).digest('hex')}`,
    result: '{}',
  }),
};
