import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { StackConfig } from '../../../config/settings/stack.js';
import type { Place } from '../place.js';
import { AccountAlarms } from './account-alarms.js';

export interface AuditArgs extends Place {
  /** Names the trail, and begins the names of the functions whose invocations it may record. */
  readonly namePrefix: string;
  readonly dataEvents: StackConfig['audit']['dataEvents'];
  readonly accountAlarms: boolean;
  /** Where alarms on the account go. */
  readonly topicArn: pulumi.Input<string>;
  readonly logRetentionDays: number;
  readonly auditBucketName: pulumi.Input<string>;
  readonly filesBucketArn: pulumi.Input<string>;
  readonly auditKeyArn: pulumi.Input<string>;
  /** The bucket with its policy: CloudTrail tries whether it may write. */
  readonly needs: readonly pulumi.Resource[];
}

type Selector = aws.types.input.cloudtrail.TrailAdvancedEventSelector;

/** The trail's ARN is given by its name: the bucket's policy names it before it exists. */
export const buildTrailArn = ({ partition, region, accountId }: Place, name: string): string =>
  `arn:${partition}:cloudtrail:${region}:${accountId}:trail/${name}`;

/**
 * Who did what in the account: every change in every region, and by configuration who touched which file and who invoked
 * which function. Kept in the bucket that nobody can delete from, and in a log group to look through. Who saw which
 * patient is on the application's own trail, in the database.
 */
export class Audit extends pulumi.ComponentResource {
  readonly logGroupName: pulumi.Output<string>;

  private readonly name: string;
  private readonly args: AuditArgs;

  constructor(name: string, args: AuditArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:audit:Audit', name, {}, opts);
    this.name = name;
    this.args = args;
    const log = this.createLog();
    const role = this.createRole();
    const policy = this.allowLogWrites(role, log);
    this.createTrail(log, role, [policy, ...args.needs]);
    if (args.accountAlarms) this.createAlarms(log);
    this.logGroupName = log.name;
    this.registerOutputs({ logGroupName: this.logGroupName });
  }

  private createLog(): aws.cloudwatch.LogGroup {
    const { logRetentionDays, auditKeyArn } = this.args;
    return new aws.cloudwatch.LogGroup(
      `${this.name}-log`,
      { retentionInDays: logRetentionDays, kmsKeyId: auditKeyArn },
      { parent: this },
    );
  }

  /**
   * CloudTrail names neither account nor trail when it tries the role, so a condition on them would shut it out (prowler-cloud/
   * prowler#4714). That nobody else's trail gets the role is `iam:PassRole`.
   */
  private createRole(): aws.iam.Role {
    return new aws.iam.Role(
      `${this.name}-role`,
      {
        description: 'CloudTrail: writes its log group',
        assumeRolePolicy: pulumi.jsonStringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'cloudtrail.amazonaws.com' },
              Action: 'sts:AssumeRole',
            },
          ],
        }),
      },
      { parent: this },
    );
  }

  private allowLogWrites(role: aws.iam.Role, log: aws.cloudwatch.LogGroup): aws.iam.RolePolicy {
    return new aws.iam.RolePolicy(
      `${this.name}-log`,
      {
        role: role.name,
        policy: pulumi.jsonStringify({
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'WriteOwnLog',
              Effect: 'Allow',
              Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
              Resource: pulumi.interpolate`${log.arn}:*`,
            },
          ],
        }),
      },
      { parent: this },
    );
  }

  private createAlarms(log: aws.cloudwatch.LogGroup): void {
    const { namePrefix, topicArn } = this.args;
    new AccountAlarms(`${this.name}-account`, { namePrefix, logGroupName: log.name, topicArn }, { parent: this });
  }

  private createTrail(log: aws.cloudwatch.LogGroup, role: aws.iam.Role, dependsOn: pulumi.Resource[]): void {
    const { namePrefix, auditBucketName, auditKeyArn } = this.args;
    new aws.cloudtrail.Trail(
      `${this.name}-trail`,
      {
        name: namePrefix,
        s3BucketName: auditBucketName,
        kmsKeyId: auditKeyArn,
        isMultiRegionTrail: true,
        includeGlobalServiceEvents: true,
        enableLogFileValidation: true,
        cloudWatchLogsGroupArn: pulumi.interpolate`${log.arn}:*`,
        cloudWatchLogsRoleArn: role.arn,
        advancedEventSelectors: this.buildSelectors(),
      },
      { parent: this, dependsOn },
    );
  }

  private buildSelectors(): Selector[] {
    const { partition, region, accountId, namePrefix, filesBucketArn, dataEvents } = this.args;
    const category = (value: string) => ({ field: 'eventCategory', equals: [value] });
    const selectDataEvents = (name: string, type: string, arnPrefix: pulumi.Input<string>): Selector => ({
      name,
      fieldSelectors: [
        category('Data'),
        { field: 'resources.type', equals: [type] },
        { field: 'resources.ARN', startsWiths: [arnPrefix] },
      ],
    });
    const selectors = {
      files: selectDataEvents('Files', 'AWS::S3::Object', pulumi.interpolate`${filesBucketArn}/`),
      functions: selectDataEvents(
        'Functions',
        'AWS::Lambda::Function',
        `arn:${partition}:lambda:${region}:${accountId}:function:${namePrefix}-`,
      ),
    };
    return [
      { name: 'Management', fieldSelectors: [category('Management')] },
      ...dataEvents.map((events) => selectors[events]),
    ];
  }
}
