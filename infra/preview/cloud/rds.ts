import type { Place } from '../../components/place.js';
import { type ResourceRequest, type Responder, resolveName, stableHex } from './responder.js';

const buildArn = ({ partition, region, accountId }: Place, kind: string, name: string): string =>
  `arn:${partition}:rds:${region}:${accountId}:${kind}:${name}`;

/** Hosts of one account and region share a part that AWS draws. */
const buildHost = (name: string, { region, accountId }: Place, kind = ''): string =>
  `${name}.${kind}${stableHex(accountId + region, 12)}.${region}.rds.amazonaws.com`;

/** Such as `cluster-ABCDEFGHIJKL01234567890123`. */
const buildResourceId = (prefix: string, name: string): string => `${prefix}-${stableHex(name, 26).toUpperCase()}`;

const respondWithGroup = (kind: string): Responder => {
  return (request, place) => {
    const name = resolveName(request);
    return { id: name, name, arn: buildArn(place, kind, name) };
  };
};

const buildMasterSecrets = ({ inputs }: ResourceRequest, { partition, region, accountId }: Place, name: string) =>
  inputs.manageMasterUserPassword === true
    ? [
        {
          kmsKeyId: inputs.masterUserSecretKmsKeyId,
          secretArn: `arn:${partition}:secretsmanager:${region}:${accountId}:secret:rds!cluster-${buildUuid(name)}-${stableHex(name, 6)}`,
          secretStatus: 'active',
        },
      ]
    : [];

const buildUuid = (name: string): string =>
  stableHex(name, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

export const rdsResources: Readonly<Record<string, Responder>> = {
  'aws:rds/subnetGroup:SubnetGroup': respondWithGroup('subgrp'),
  'aws:rds/clusterParameterGroup:ClusterParameterGroup': respondWithGroup('cluster-pg'),
  'aws:rds/cluster:Cluster': (request, place) => {
    const clusterIdentifier = resolveName(request, 'clusterIdentifier');
    return {
      id: clusterIdentifier,
      clusterIdentifier,
      arn: buildArn(place, 'cluster', clusterIdentifier),
      clusterResourceId: buildResourceId('cluster', clusterIdentifier),
      endpoint: buildHost(clusterIdentifier, place, 'cluster-'),
      readerEndpoint: buildHost(clusterIdentifier, place, 'cluster-ro-'),
      engineVersionActual: request.inputs.engineVersion,
      port: request.inputs.port ?? 5432,
      masterUserSecrets: buildMasterSecrets(request, place, clusterIdentifier),
    };
  },
  'aws:rds/clusterInstance:ClusterInstance': (request, place) => {
    const identifier = resolveName(request, 'identifier');
    return {
      id: identifier,
      identifier,
      arn: buildArn(place, 'db', identifier),
      dbiResourceId: buildResourceId('db', identifier),
      endpoint: buildHost(identifier, place),
    };
  },
  'aws:rds/proxy:Proxy': (request, place) => {
    const name = resolveName(request);
    return {
      id: name,
      name,
      arn: buildArn(place, 'db-proxy', `prx-${stableHex(name, 17)}`),
      endpoint: buildHost(name, place, 'proxy-'),
    };
  },
  'aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup': ({ inputs }, place) => ({
    id: String(inputs.dbProxyName),
    name: 'default',
    arn: buildArn(place, 'target-group', `prx-tg-${stableHex(String(inputs.dbProxyName), 17)}`),
  }),
  'aws:rds/proxyTarget:ProxyTarget': ({ inputs }) => ({
    id: `${inputs.dbProxyName}/${inputs.targetGroupName}/TRACKED_CLUSTER/${inputs.dbClusterIdentifier}`,
    type: 'TRACKED_CLUSTER',
    rdsResourceId: inputs.dbClusterIdentifier,
  }),
};
