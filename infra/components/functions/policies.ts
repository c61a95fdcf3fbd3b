import type * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { allowLogWrites } from '../component.js';
import type { FunctionNetwork } from '../network/network.js';
import { buildArn, buildServiceHost, type Place } from '../place.js';

/** An action that a role can use on every resource, and why it can't be limited. */
export interface WildcardException {
  readonly action: string;
  readonly reason: string;
}

const describeActionsReason =
  'EC2 supports no resource-level permissions for describe actions (Service Authorization Reference, Amazon EC2). Lambda ' +
  "needs them to attach a function to a VPC; the function's code is denied them.";

/** Every action that a function's role is allowed on `*`. */
export const wildcardExceptions: readonly WildcardException[] = [
  { action: 'ec2:DescribeNetworkInterfaces', reason: describeActionsReason },
  { action: 'ec2:DescribeSubnets', reason: describeActionsReason },
];

export interface ExecutionPolicyArgs {
  readonly place: Place;
  readonly functionArn: string;
  readonly log: aws.cloudwatch.LogGroup;
  readonly network: FunctionNetwork;
  /** Encrypts the environment variables and the dead-letter queue. */
  readonly keyArn: pulumi.Input<string>;
  readonly deadLetterQueueArn?: pulumi.Input<string> | undefined;
}

/** Returns what every function needs in order to run. The owners of other resources grant access to what its code calls. */
export const executionPolicy = (args: ExecutionPolicyArgs): aws.iam.PolicyStatement[] => [
  allowLogWrites(args.log),
  decryptOwnEnvironment(args),
  ...joinNetwork(args),
  ...keepFailures(args),
];

const viaService = (place: Place, service: string) => ({
  StringEquals: { 'kms:ViaService': buildServiceHost(place, service) },
});

/** Lambda creates a KMS grant for the role, but that grant ends when the role is replaced. */
const decryptOwnEnvironment = ({ keyArn, place }: ExecutionPolicyArgs): aws.iam.PolicyStatement => ({
  Sid: 'DecryptOwnEnvironment',
  Effect: 'Allow',
  Action: 'kms:Decrypt',
  Resource: keyArn,
  Condition: viaService(place, 'lambda'),
});

/**
 * Lambda attaches the function to its subnets with the function's own role, so the role needs these actions. The code is
 * denied all of them, as AWS recommends (Lambda developer guide, "Giving Lambda functions access to resources in an
 * Amazon VPC").
 */
function joinNetwork({ place, functionArn, network }: ExecutionPolicyArgs): aws.iam.PolicyStatement[] {
  const ec2Arn = (resource: string) => buildArn(place, 'ec2', resource);
  const describing = wildcardExceptions.map(({ action }) => action);
  const changing = ['ec2:DeleteNetworkInterface', 'ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses'];
  return [
    {
      Sid: 'CreateInterfacesInOwnSubnets',
      Effect: 'Allow',
      Action: 'ec2:CreateNetworkInterface',
      Resource: pulumi
        .all([network.subnetIds, network.securityGroupId])
        .apply(([subnets, group]) => [
          ...subnets.map((subnet) => ec2Arn(`subnet/${subnet}`)),
          ec2Arn(`security-group/${group}`),
          ec2Arn('network-interface/*'),
        ]),
    },
    // Lambda refuses to create a function whose role can delete fewer resources than this pattern (see the guide above).
    // The only resources of these actions are network interfaces of the account.
    { Sid: 'ChangeInterfaces', Effect: 'Allow', Action: changing, Resource: ec2Arn('*/*') },
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

function keepFailures({ place, keyArn, deadLetterQueueArn }: ExecutionPolicyArgs): aws.iam.PolicyStatement[] {
  if (deadLetterQueueArn === undefined) return [];
  return [
    { Sid: 'KeepFailures', Effect: 'Allow', Action: 'sqs:SendMessage', Resource: deadLetterQueueArn },
    {
      Sid: 'EncryptFailures',
      Effect: 'Allow',
      Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
      Resource: keyArn,
      Condition: viaService(place, 'sqs'),
    },
  ];
}
