import type * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { Place } from '../place.js';

/** An action that is allowed on every resource, and why it can't be less. */
export interface WildcardException {
  readonly action: string;
  readonly reason: string;
}

const describeActionsReason =
  'EC2 authorises no describing action by resource (Service Authorization Reference, Amazon EC2). Lambda needs it to ' +
  'attach a function to a VPC, and the function’s own code is denied it.';

/** All that a function’s role is allowed on `*`. */
export const wildcardExceptions: readonly WildcardException[] = [
  { action: 'ec2:DescribeNetworkInterfaces', reason: describeActionsReason },
  { action: 'ec2:DescribeSubnets', reason: describeActionsReason },
];

/**
 * Lambda alone may take the role. Lambda sends no source account or ARN when it does, so a condition on one would shut
 * it out; that nobody else's function gets the role is `iam:PassRole`, which works within an account only.
 */
export const lambdaTrustPolicy: aws.iam.PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

export interface ExecutionPolicyArgs {
  readonly place: Place;
  readonly functionArn: string;
  readonly logGroupArn: pulumi.Input<string>;
  readonly environmentKeyArn: pulumi.Input<string>;
  readonly subnetIds: pulumi.Input<string[]>;
  readonly securityGroupId: pulumi.Input<string>;
  /** Where events go that failed, and the key that the queue is under. */
  readonly deadLetter?: { readonly queueArn: pulumi.Input<string>; readonly keyArn: pulumi.Input<string> };
}

/** What every function needs to run at all; what its code calls is granted by the owners of what it calls. */
export function executionPolicy(args: ExecutionPolicyArgs): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: '2012-10-17',
    Statement: [
      writeOwnLog(args),
      decryptOwnEnvironment(args),
      ...joinNetwork(args),
      ...(args.deadLetter ? keepFailures(args.place, args.deadLetter) : []),
    ],
  } satisfies aws.iam.PolicyDocument);
}

const writeOwnLog = ({ logGroupArn }: ExecutionPolicyArgs): aws.iam.PolicyStatement => ({
  Sid: 'WriteOwnLog',
  Effect: 'Allow',
  Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: pulumi.interpolate`${logGroupArn}:*`,
});

const viaService = (service: string, { region }: Place) => ({
  StringEquals: { 'kms:ViaService': `${service}.${region}.amazonaws.com` },
});

/** Lambda has a grant for it, but that ends when the role is made anew. */
const decryptOwnEnvironment = ({ environmentKeyArn, place }: ExecutionPolicyArgs): aws.iam.PolicyStatement => ({
  Sid: 'DecryptOwnEnvironment',
  Effect: 'Allow',
  Action: 'kms:Decrypt',
  Resource: environmentKeyArn,
  Condition: viaService('lambda', place),
});

/**
 * Lambda attaches the function to its subnets with the function's own role, so the role must be allowed to; the code
 * itself is denied all of it, as AWS recommends (Lambda developer guide, "Giving Lambda functions access to resources in
 * an Amazon VPC").
 */
function joinNetwork({
  place,
  functionArn,
  subnetIds,
  securityGroupId,
}: ExecutionPolicyArgs): aws.iam.PolicyStatement[] {
  const { partition, region, accountId } = place;
  const arn = `arn:${partition}:ec2:${region}:${accountId}`;
  const describing = wildcardExceptions.map(({ action }) => action);
  const changing = ['ec2:DeleteNetworkInterface', 'ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses'];
  return [
    {
      Sid: 'CreateInterfacesInOwnSubnets',
      Effect: 'Allow',
      Action: 'ec2:CreateNetworkInterface',
      Resource: pulumi
        .all([subnetIds, securityGroupId])
        .apply(([subnets, group]) => [
          ...subnets.map((subnet) => `${arn}:subnet/${subnet}`),
          `${arn}:security-group/${group}`,
          `${arn}:network-interface/*`,
        ]),
    },
    // Before it makes a function Lambda tries the right to delete with this pattern and no narrower one; the guide above
    // says so. Of what these actions know, it is the account's interfaces all the same.
    { Sid: 'ChangeInterfaces', Effect: 'Allow', Action: changing, Resource: `${arn}:*/*` },
    { Sid: 'DescribeInterfaces', Effect: 'Allow', Action: describing, Resource: '*' },
    {
      Sid: 'KeepCodeFromInterfaces',
      Effect: 'Deny',
      Action: ['ec2:CreateNetworkInterface', ...changing, ...describing],
      Resource: '*',
      Condition: { ArnEquals: { 'lambda:SourceFunctionArn': functionArn } },
    },
  ];
}

const keepFailures = (
  place: Place,
  { queueArn, keyArn }: NonNullable<ExecutionPolicyArgs['deadLetter']>,
): aws.iam.PolicyStatement[] => [
  { Sid: 'KeepFailures', Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queueArn },
  {
    Sid: 'EncryptFailures',
    Effect: 'Allow',
    Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
    Resource: keyArn,
    Condition: viaService('sqs', place),
  },
];
