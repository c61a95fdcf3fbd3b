import { beforeAll, describe, expect, it } from 'vitest';
import { findOnly, listByType, planProgram } from '../../../test/support/plan.js';
import type { PlannedResource } from '../../preview/planned-resource.js';
import { buildKeyArn, parseStatements, testPlace } from '../testing.js';
import { Audit, type AuditArgs } from './audit.js';

const production: AuditArgs = {
  place: testPlace,
  dataEvents: ['files', 'functions'],
  accountAlarms: true,
  topicArn: 'arn:aws:sns:us-east-1:123456789012:healthcare-backend-test-alerts',
  logRetentionDays: 2192,
  auditBucketName: 'clinic-audit',
  filesBucketArn: 'arn:aws:s3:::clinic-files',
  auditKeyArn: buildKeyArn('audit'),
  needs: [],
};

const findTrail = (plan: readonly PlannedResource[]) => findOnly(plan, 'aws:cloudtrail/trail:Trail').inputs;
const management = { name: 'Management', fieldSelectors: [{ field: 'eventCategory', equals: ['Management'] }] };

let plan: readonly PlannedResource[];
let other: readonly PlannedResource[];
beforeAll(async () => {
  plan = await planProgram(() => new Audit('audit', production));
  other = await planProgram(
    () => new Audit('audit', { ...production, dataEvents: [], accountAlarms: false, logRetentionDays: 7 }),
  );
});

describe('the trail', () => {
  it('has a role that only CloudTrail can assume', () => {
    const { description, assumeRolePolicy } = findOnly(plan, 'aws:iam/role:Role').inputs;
    expect(description).toBe('CloudTrail: writes its log group');
    expect(JSON.parse(String(assumeRolePolicy)).Statement).toEqual([
      { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ]);
  });

  it('records every region to the locked bucket, encrypted and with validation', () => {
    expect(findTrail(plan)).toEqual({
      name: 'healthcare-backend-test',
      s3BucketName: 'clinic-audit',
      kmsKeyId: production.auditKeyArn,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      cloudWatchLogsGroupArn: expect.stringMatching(
        /^arn:aws:logs:us-east-1:123456789012:log-group:audit-log-[0-9a-f]{7}:\*$/,
      ),
      cloudWatchLogsRoleArn: expect.stringMatching(/^arn:aws:iam::123456789012:role\/audit-role-[0-9a-f]{7}$/),
      advancedEventSelectors: expect.any(Array),
    });
  });

  it("records accesses to files and invocations of the stack's functions, if configured", () => {
    expect(findTrail(plan).advancedEventSelectors).toEqual([
      management,
      {
        name: 'Files',
        fieldSelectors: [
          { field: 'eventCategory', equals: ['Data'] },
          { field: 'resources.type', equals: ['AWS::S3::Object'] },
          { field: 'resources.ARN', startsWiths: ['arn:aws:s3:::clinic-files/'] },
        ],
      },
      {
        name: 'Functions',
        fieldSelectors: [
          { field: 'eventCategory', equals: ['Data'] },
          { field: 'resources.type', equals: ['AWS::Lambda::Function'] },
          {
            field: 'resources.ARN',
            startsWiths: ['arn:aws:lambda:us-east-1:123456789012:function:healthcare-backend-test-'],
          },
        ],
      },
    ]);
    expect(findTrail(other).advancedEventSelectors).toEqual([management]);
  });

  it('waits for the permissions that CloudTrail checks', () => {
    const { dependencies } = findOnly(plan, 'aws:cloudtrail/trail:Trail');
    expect(dependencies).toContain(findOnly(plan, 'aws:iam/rolePolicy:RolePolicy').urn);
  });

  it('has alarms on the account, if configured', () => {
    const alarms = (resources: readonly PlannedResource[]) =>
      listByType(resources, 'aws:cloudwatch/metricAlarm:MetricAlarm');
    expect(alarms(plan).length).toBeGreaterThan(0);
    expect(alarms(plan)[0]?.inputs.alarmActions).toEqual([production.topicArn]);
    expect(alarms(other)).toEqual([]);
  });

  it('writes to a log group with the configured retention that only CloudTrail can write to', () => {
    const findLogGroup = (resources: readonly PlannedResource[]) =>
      findOnly(resources, 'aws:cloudwatch/logGroup:LogGroup').inputs;
    expect(findLogGroup(plan)).toEqual({ retentionInDays: 2192, kmsKeyId: production.auditKeyArn });
    expect(findLogGroup(other).retentionInDays).toBe(7);
    const { Statement: trust } = JSON.parse(String(findOnly(plan, 'aws:iam/role:Role').inputs.assumeRolePolicy));
    expect(trust).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    ]);
    expect(parseStatements(findOnly(plan, 'aws:iam/rolePolicy:RolePolicy'))).toEqual([
      {
        Sid: 'WriteOwnLog',
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: expect.stringMatching(/log-group:audit-log-[0-9a-f]{7}:\*$/),
      },
    ]);
  });
});
