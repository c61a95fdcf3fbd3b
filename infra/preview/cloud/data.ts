import { buildArn, type Place } from '../../components/place.js';
import {
  buildUuid,
  type ResourceRequest,
  type Responders,
  resolveName,
  respondWithInput,
  respondWithName,
  stableHex,
} from './responder.js';

/** All hosts in an account and region share a random part. */
const buildHost = (name: string, { region, accountId }: Place, kind = ''): string =>
  `${name}.${kind}${stableHex(accountId + region, 12)}.${region}.rds.amazonaws.com`;

/** Builds an id such as `cluster-ABCDEFGHIJKL01234567890123`. */
const buildResourceId = (prefix: string, name: string): string => `${prefix}-${stableHex(name, 26).toUpperCase()}`;

/** Secrets Manager adds six characters to the name in the ARN. */
const buildSecretArn = (place: Place, name: string, seed = name): string =>
  buildArn(place, 'secretsmanager', `secret:${name}-${stableHex(seed, 6)}`);

const buildMasterSecrets = ({ inputs }: ResourceRequest, place: Place, name: string) =>
  inputs.manageMasterUserPassword === true
    ? [
        {
          kmsKeyId: inputs.masterUserSecretKmsKeyId,
          secretArn: buildSecretArn(place, `rds!cluster-${buildUuid(name)}`, name),
          secretStatus: 'active',
        },
      ]
    : [];

const respondWithBucket = respondWithInput('bucket');

/** RDS, S3, ECR, KMS and Secrets Manager. */
export const dataResponders: Responders = {
  'aws:rds/subnetGroup:SubnetGroup': respondWithName('rds', 'subgrp:'),
  'aws:rds/clusterParameterGroup:ClusterParameterGroup': respondWithName('rds', 'cluster-pg:'),
  'aws:rds/cluster:Cluster': (request, place) => {
    const clusterIdentifier = resolveName(request, 'clusterIdentifier');
    return {
      ...respondWithName('rds', 'cluster:', 'clusterIdentifier')(request, place),
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
      ...respondWithName('rds', 'db:', 'identifier')(request, place),
      dbiResourceId: buildResourceId('db', identifier),
      endpoint: buildHost(identifier, place),
    };
  },
  'aws:rds/proxy:Proxy': (request, place) => {
    const name = resolveName(request);
    const arn = buildArn(place, 'rds', `db-proxy:prx-${stableHex(name, 17)}`);
    return { id: name, name, arn, endpoint: buildHost(name, place, 'proxy-') };
  },
  'aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup': ({ inputs }, place) => ({
    id: String(inputs.dbProxyName),
    name: 'default',
    arn: buildArn(place, 'rds', `target-group:prx-tg-${stableHex(String(inputs.dbProxyName), 17)}`),
  }),
  'aws:rds/proxyTarget:ProxyTarget': ({ inputs }) => ({
    id: `${inputs.dbProxyName}/${inputs.targetGroupName}/TRACKED_CLUSTER/${inputs.dbClusterIdentifier}`,
    type: 'TRACKED_CLUSTER',
    rdsResourceId: inputs.dbClusterIdentifier,
  }),
  'aws:s3/bucket:Bucket': (request, { partition, region }) => {
    const bucket = resolveName(request, 'bucket');
    return {
      id: bucket,
      bucket,
      arn: `arn:${partition}:s3:::${bucket}`,
      bucketDomainName: `${bucket}.s3.amazonaws.com`,
      bucketRegionalDomainName: `${bucket}.s3.${region}.amazonaws.com`,
    };
  },
  'aws:s3/bucketCorsConfiguration:BucketCorsConfiguration': respondWithBucket,
  'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration': respondWithBucket,
  'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration': respondWithBucket,
  'aws:s3/bucketOwnershipControls:BucketOwnershipControls': respondWithBucket,
  'aws:s3/bucketPolicy:BucketPolicy': respondWithBucket,
  'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock': respondWithBucket,
  'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration': respondWithBucket,
  'aws:s3/bucketVersioning:BucketVersioning': respondWithBucket,
  'aws:ecr/repository:Repository': (request, place) => ({
    ...respondWithName('ecr', 'repository/')(request, place),
    registryId: place.accountId,
    repositoryUrl: `${place.accountId}.dkr.ecr.${place.region}.amazonaws.com/${resolveName(request)}`,
  }),
  'aws:ecr/lifecyclePolicy:LifecyclePolicy': respondWithInput('repository'),
  'aws:kms/key:Key': ({ name }, place) => {
    const keyId = buildUuid(name);
    return { id: keyId, keyId, arn: buildArn(place, 'kms', `key/${keyId}`) };
  },
  'aws:kms/alias:Alias': respondWithName('kms', ''),
  'aws:secretsmanager/secret:Secret': (request, place) => {
    const name = resolveName(request);
    const arn = buildSecretArn(place, name);
    return { id: arn, name, arn };
  },
  'aws:secretsmanager/secretVersion:SecretVersion': ({ name, inputs }) => ({
    id: `${inputs.secretId}|${stableHex(name, 32)}`,
    arn: inputs.secretId,
    versionId: stableHex(name, 32),
  }),
};
