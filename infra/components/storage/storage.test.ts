import { beforeAll, describe, expect, it } from 'vitest';
import { findOnly, listByType, planProgram } from '../../../test/support/plan.js';
import type { PlannedResource } from '../../preview/planned-resource.js';
import { createGrantee, buildKeyArn as key, parseStatements, testPlace } from '../testing.js';
import { Storage, type StorageArgs } from './storage.js';

const purposes = ['audit', 'files', 'records'] as const;

const production: StorageArgs = {
  place: testPlace,
  abandonedUploadDays: 1,
  removedFileDays: 2192,
  auditLockDays: 2192,
  auditLockMode: 'compliance',
  forceDestroy: false,
  corsAllowedOrigins: ['https://app.clinic.example'],
  trailArn: 'arn:aws:cloudtrail:us-east-1:123456789012:trail/clinic-prod',
  dataKeyArn: key('data'),
  auditKeyArn: key('audit'),
};

const storagePlan = (changed: Partial<StorageArgs> = {}) =>
  planProgram(() => {
    const storage = new Storage('storage', { ...production, ...changed });
    storage.grantFiles(createGrantee('files'));
    storage.grantRecords(createGrantee('data_loader'));
  });

const bucketName = (purpose: string) => expect.stringMatching(new RegExp(`^storage-${purpose}-bucket-[0-9a-f]{7}$`));
const bucketArn = (purpose: string, rest = '') =>
  expect.stringMatching(new RegExp(`^arn:aws:s3:::storage-${purpose}-bucket-[0-9a-f]{7}${rest}$`));

let plan: readonly PlannedResource[];
beforeAll(async () => {
  plan = await storagePlan();
});

describe('the buckets in production', () => {
  it('are three, and are not deleted with their objects', () => {
    expect(listByType(plan, 'aws:s3/bucket:Bucket').map(({ name, inputs }) => [name, inputs])).toEqual([
      ['storage-audit-bucket', { forceDestroy: false, objectLockEnabled: true }],
      ['storage-files-bucket', { forceDestroy: false, objectLockEnabled: false }],
      ['storage-records-bucket', { forceDestroy: false, objectLockEnabled: false }],
    ]);
  });

  it.each(purposes)('keep versions, encrypt with our key and block public access: %s', (purpose) => {
    const bucket = bucketName(purpose);
    expect(findOnly(plan, 'aws:s3/bucketVersioning:BucketVersioning', `storage-${purpose}-versioning`).inputs).toEqual({
      bucket,
      versioningConfiguration: { status: 'Enabled' },
    });
    expect(
      findOnly(
        plan,
        'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration',
        `storage-${purpose}-encryption`,
      ).inputs,
    ).toEqual({
      bucket,
      rules: [
        {
          applyServerSideEncryptionByDefault: {
            sseAlgorithm: 'aws:kms',
            kmsMasterKeyId: key(purpose === 'audit' ? 'audit' : 'data'),
          },
          bucketKeyEnabled: true,
        },
      ],
    });
    expect(
      findOnly(plan, 'aws:s3/bucketOwnershipControls:BucketOwnershipControls', `storage-${purpose}-ownership`).inputs,
    ).toEqual({ bucket, rule: { objectOwnership: 'BucketOwnerEnforced' } });
    expect(
      findOnly(plan, 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock', `storage-${purpose}-public-access`)
        .inputs,
    ).toEqual({
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
  });

  it.each(purposes)('deny plaintext, old TLS, other accounts and other keys: %s', (purpose) => {
    const policy = findOnly(plan, 'aws:s3/bucketPolicy:BucketPolicy', `storage-${purpose}-policy`);
    const everything = {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: [bucketArn(purpose), bucketArn(purpose, '/\\*')],
    };
    const isNoService = { BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } };
    const denyUploads = (header: string, unless: object) => ({
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:PutObject',
      Resource: bucketArn(purpose, '/\\*'),
      Condition: { ...isNoService, Null: { [header]: 'false' }, ...unless },
    });
    const encryption = 's3:x-amz-server-side-encryption';
    const keyId = 's3:x-amz-server-side-encryption-aws-kms-key-id';
    const keyArn = key(purpose === 'audit' ? 'audit' : 'data');
    expect(parseStatements(policy).filter(({ Sid }) => !Sid?.startsWith('Trail'))).toEqual([
      { Sid: 'OnlyTls', ...everything, Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      { Sid: 'OnlyTls12OrLater', ...everything, Condition: { NumericLessThan: { 's3:TlsVersion': '1.2' } } },
      {
        Sid: 'OnlyThisAccount',
        ...everything,
        Condition: { ...isNoService, StringNotEquals: { 'aws:PrincipalAccount': '123456789012' } },
      },
      { Sid: 'OnlyKms', ...denyUploads(encryption, { StringNotEquals: { [encryption]: 'aws:kms' } }) },
      { Sid: 'OnlyThisKey', ...denyUploads(keyId, { ArnNotEquals: { [keyId]: keyArn } }) },
    ]);
    const block = findOnly(
      plan,
      'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock',
      `storage-${purpose}-public-access`,
    );
    expect(policy.dependencies).toContain(block.urn);
  });

  it('delete abandoned uploads, and removed files after their retention', () => {
    const abandoned = {
      id: 'abandoned-uploads',
      status: 'Enabled',
      filter: { prefix: '' },
      abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
    };
    const removed = {
      id: 'removed-objects',
      status: 'Enabled',
      filter: { prefix: '' },
      noncurrentVersionExpiration: { noncurrentDays: 2192 },
      expiration: { expiredObjectDeleteMarker: true },
    };
    const rules = listByType(plan, 'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration');
    expect(rules.map(({ name, inputs }) => [name, inputs.rules])).toEqual([
      ['storage-audit-lifecycle', [abandoned]],
      ['storage-files-lifecycle', [abandoned, removed]],
      ['storage-records-lifecycle', [abandoned, removed]],
    ]);
  });

  it('let one trail write, only to the audit bucket', () => {
    const trailStatements = (purpose: string) =>
      parseStatements(findOnly(plan, 'aws:s3/bucketPolicy:BucketPolicy', `storage-${purpose}-policy`)).filter(
        ({ Sid }) => Sid?.startsWith('Trail'),
      );
    const principal = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' } };
    const fromTrail = { 'aws:SourceArn': production.trailArn };
    expect(trailStatements('audit')).toEqual([
      {
        Sid: 'TrailLooks',
        ...principal,
        Action: 's3:GetBucketAcl',
        Resource: bucketArn('audit'),
        Condition: { StringEquals: fromTrail },
      },
      {
        Sid: 'TrailWrites',
        ...principal,
        Action: 's3:PutObject',
        Resource: bucketArn('audit', '/AWSLogs/123456789012/\\*'),
        Condition: { StringEquals: { ...fromTrail, 's3:x-amz-acl': 'bucket-owner-full-control' } },
      },
    ]);
    expect([...trailStatements('files'), ...trailStatements('records')]).toEqual([]);
  });

  it('lock the audit trail for six years, for everyone', () => {
    const lock = findOnly(plan, 'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration');
    expect(lock.inputs).toEqual({
      bucket: bucketName('audit'),
      rule: { defaultRetention: { mode: 'COMPLIANCE', days: 2192 } },
    });
    const versioning = findOnly(plan, 'aws:s3/bucketVersioning:BucketVersioning', 'storage-audit-versioning');
    expect(lock.dependencies).toContain(versioning.urn);
  });

  it("let the app's pages upload and download files, with only the signed headers", () => {
    expect(findOnly(plan, 'aws:s3/bucketCorsConfiguration:BucketCorsConfiguration').inputs).toEqual({
      bucket: bucketName('files'),
      corsRules: [
        {
          allowedOrigins: ['https://app.clinic.example'],
          allowedMethods: ['GET', 'PUT'],
          allowedHeaders: [
            'content-type',
            'x-amz-checksum-sha256',
            'x-amz-server-side-encryption',
            'x-amz-server-side-encryption-aws-kms-key-id',
          ],
          maxAgeSeconds: 3600,
        },
      ],
    });
  });

  it('are children of the component', () => {
    const component = findOnly(plan, 'clinic:storage:Storage').urn;
    expect(listByType(plan, 'clinic:storage:PrivateBucket').map(({ parent }) => parent)).toEqual([
      component,
      component,
      component,
    ]);
    expect(
      plan
        .filter(({ parent }) => parent === undefined)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['files-role', 'data_loader-role', 'storage'].sort());
  });
});

describe('access that is granted', () => {
  const useKey = (actions: string[], purpose: string) => ({
    Sid: 'UseKeyThroughS3',
    Effect: 'Allow',
    Action: actions,
    Resource: key('data'),
    Condition: {
      StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' },
      StringLike: { 'kms:EncryptionContext:aws:s3:arn': [bucketArn(purpose), bucketArn(purpose, '/\\*')] },
    },
  });

  it('to files allows reading, writing and removing, but no older versions', () => {
    expect(parseStatements(findOnly(plan, 'aws:iam/rolePolicy:RolePolicy', 'storage-files-for-files'))).toEqual([
      {
        Sid: 'UseFiles',
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
        Resource: bucketArn('files', '/files/\\*'),
      },
      { Sid: 'TellMissingFiles', Effect: 'Allow', Action: 's3:ListBucket', Resource: bucketArn('files') },
      useKey(['kms:GenerateDataKey', 'kms:Decrypt'], 'files'),
    ]);
  });

  it('to records allows only reading', () => {
    expect(parseStatements(findOnly(plan, 'aws:iam/rolePolicy:RolePolicy', 'storage-records-for-data_loader'))).toEqual(
      [
        { Sid: 'ReadRecords', Effect: 'Allow', Action: 's3:GetObject', Resource: bucketArn('records', '/\\*') },
        { Sid: 'ListRecords', Effect: 'Allow', Action: 's3:ListBucket', Resource: bucketArn('records') },
        useKey(['kms:Decrypt'], 'records'),
      ],
    );
  });
});

describe('buckets without data worth keeping', () => {
  let other: readonly PlannedResource[];
  beforeAll(async () => {
    other = await storagePlan({
      forceDestroy: true,
      auditLockMode: 'governance',
      auditLockDays: 1,
      removedFileDays: 3,
      abandonedUploadDays: 7,
      corsAllowedOrigins: [],
    });
  });

  it('are deleted with the stack', () => {
    expect(listByType(other, 'aws:s3/bucket:Bucket').map(({ inputs }) => inputs.forceDestroy)).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('lock for a day in governance mode', () => {
    const lock = findOnly(other, 'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration');
    expect(lock.inputs.rule).toEqual({ defaultRetention: { mode: 'GOVERNANCE', days: 1 } });
  });

  it('follow the configured retention', () => {
    const { rules } = findOnly(
      other,
      'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
      'storage-files-lifecycle',
    ).inputs as { rules: unknown[] };
    expect(rules).toMatchObject([
      { abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } },
      { noncurrentVersionExpiration: { noncurrentDays: 3 } },
    ]);
  });

  it('have no CORS configuration without origins', () => {
    expect(listByType(other, 'aws:s3/bucketCorsConfiguration:BucketCorsConfiguration')).toEqual([]);
  });
});
