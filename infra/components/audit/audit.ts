import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { StackConfig } from '../../../config/settings/stack.js';
import { allowLogWrites, Component, getNamePrefix } from '../component.js';
import { buildArn, type Place } from '../place.js';
import { AccountAlarms } from './account-alarms.js';

export interface AuditArgs {
  readonly place: Place;
  readonly dataEvents: StackConfig['audit']['dataEvents'];
  readonly accountAlarms: boolean;
  readonly topicArn: pulumi.Input<string>;
  readonly logRetentionDays: number;
  readonly auditBucketName: pulumi.Input<string>;
  readonly filesBucketArn: pulumi.Input<string>;
  readonly auditKeyArn: pulumi.Input<string>;
  /** The bucket with its policy: CloudTrail checks whether it can write. */
  readonly needs: readonly pulumi.Resource[];
}

type Selector = aws.types.input.cloudtrail.TrailAdvancedEventSelector;

/** Returns the ARN of the trail, which the bucket's policy contains before the trail exists. */
export const buildTrailArn = (place: Place): string => buildArn(place, 'cloudtrail', `trail/${getNamePrefix()}`);

/**
 * The CloudTrail trail of the account: every change in every region and, if configured, accesses to files and invocations
 * of functions. It writes to the locked audit bucket and to a searchable log group. The API records in the database who
 * accessed which patient.
 */
export class Audit extends Component<AuditArgs> {
  readonly logGroupName: pulumi.Output<string>;

  constructor(name: string, args: AuditArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:audit:Audit', name, args, opts);
    const { logRetentionDays: retentionDays, auditKeyArn } = args;
    const log = this.createLogGroup('log', { retentionDays, auditKeyArn });
    const role = this.createRole();
    const policy = this.allow(role, 'log', [allowLogWrites(log)]);
    this.createTrail(log, role, [policy, ...args.needs]);
    if (args.accountAlarms) this.createAlarms(log);
    this.logGroupName = log.name;
    this.registerOutputs({ logGroupName: this.logGroupName });
  }

  /**
   * CloudTrail sends neither account nor trail when it checks the role, so a condition on them would fail (prowler-cloud/
   * prowler#4714). `iam:PassRole` keeps trails of other accounts from using the role.
   */
  private createRole(): aws.iam.Role {
    return this.createServiceRole('role', {
      service: 'cloudtrail.amazonaws.com',
      description: 'CloudTrail: writes its log group',
    });
  }

  private createTrail(log: aws.cloudwatch.LogGroup, role: aws.iam.Role, dependsOn: pulumi.Resource[]): void {
    const { auditBucketName, auditKeyArn } = this.args;
    new aws.cloudtrail.Trail(
      `${this.name}-trail`,
      {
        name: this.namePrefix,
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

  private createAlarms({ name: logGroupName }: aws.cloudwatch.LogGroup): void {
    const { topicArn } = this.args;
    new AccountAlarms(`${this.name}-account`, { logGroupName, topicArn }, { parent: this });
  }

  private buildSelectors(): Selector[] {
    const { place, filesBucketArn, dataEvents } = this.args;
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
        buildArn(place, 'lambda', `function:${this.namePrefix}-`),
      ),
    };
    return [
      { name: 'Management', fieldSelectors: [category('Management')] },
      ...dataEvents.map((events) => selectors[events]),
    ];
  }
}
