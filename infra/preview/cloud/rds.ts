import type { Place } from '../../components/place.js';
import { autoName, drawn, type Request, type Responder } from './responder.js';

const arn = ({ partition, region, accountId }: Place, kind: string, name: string): string =>
  `arn:${partition}:rds:${region}:${accountId}:${kind}:${name}`;

/** Hosts of one account and region share a part that AWS draws. */
const host = (name: string, { region, accountId }: Place, kind = ''): string =>
  `${name}.${kind}${drawn(accountId + region, 12)}.${region}.rds.amazonaws.com`;

/** Such as `cluster-ABCDEFGHIJKL01234567890123`. */
const resourceId = (prefix: string, name: string): string => `${prefix}-${drawn(name, 26).toUpperCase()}`;

const group = (kind: string): Responder => {
  return (request, place) => {
    const name = autoName(request);
    return { id: name, name, arn: arn(place, kind, name) };
  };
};

const masterSecrets = ({ inputs }: Request, { partition, region, accountId }: Place, name: string) =>
  inputs.manageMasterUserPassword === true
    ? [
        {
          kmsKeyId: inputs.masterUserSecretKmsKeyId,
          secretArn: `arn:${partition}:secretsmanager:${region}:${accountId}:secret:rds!cluster-${uuid(name)}-${drawn(name, 6)}`,
          secretStatus: 'active',
        },
      ]
    : [];

const uuid = (name: string): string => drawn(name, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

export const rdsResources: Readonly<Record<string, Responder>> = {
  'aws:rds/subnetGroup:SubnetGroup': group('subgrp'),
  'aws:rds/clusterParameterGroup:ClusterParameterGroup': group('cluster-pg'),
  'aws:rds/cluster:Cluster': (request, place) => {
    const clusterIdentifier = autoName(request, 'clusterIdentifier');
    return {
      id: clusterIdentifier,
      clusterIdentifier,
      arn: arn(place, 'cluster', clusterIdentifier),
      clusterResourceId: resourceId('cluster', clusterIdentifier),
      endpoint: host(clusterIdentifier, place, 'cluster-'),
      readerEndpoint: host(clusterIdentifier, place, 'cluster-ro-'),
      engineVersionActual: request.inputs.engineVersion,
      port: request.inputs.port ?? 5432,
      masterUserSecrets: masterSecrets(request, place, clusterIdentifier),
    };
  },
  'aws:rds/clusterInstance:ClusterInstance': (request, place) => {
    const identifier = autoName(request, 'identifier');
    return {
      id: identifier,
      identifier,
      arn: arn(place, 'db', identifier),
      dbiResourceId: resourceId('db', identifier),
      endpoint: host(identifier, place),
    };
  },
  'aws:rds/proxy:Proxy': (request, place) => {
    const name = autoName(request);
    return {
      id: name,
      name,
      arn: arn(place, 'db-proxy', `prx-${drawn(name, 17)}`),
      endpoint: host(name, place, 'proxy-'),
    };
  },
  'aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup': ({ inputs }, place) => ({
    id: String(inputs.dbProxyName),
    name: 'default',
    arn: arn(place, 'target-group', `prx-tg-${drawn(String(inputs.dbProxyName), 17)}`),
  }),
  'aws:rds/proxyTarget:ProxyTarget': ({ inputs }) => ({
    id: `${inputs.dbProxyName}/${inputs.targetGroupName}/TRACKED_CLUSTER/${inputs.dbClusterIdentifier}`,
    type: 'TRACKED_CLUSTER',
    rdsResourceId: inputs.dbClusterIdentifier,
  }),
};
