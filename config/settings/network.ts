import * as z from 'zod';
import { logClass, logRetentionDays, uniqueList } from './settings.js';

/** AWS services that an interface endpoint can stand for; each costs per availability zone and hour. */
const interfaceEndpointServices = [
  'bedrock-runtime',
  'secretsmanager',
  'logs',
  'kms',
  'sqs',
  'sns',
  'rds-data',
] as const;

export const NetworkSettings = z.strictObject({
  cidrBlock: z
    .cidrv4('must be an IPv4 range such as 10.0.0.0/16')
    .default('10.0.0.0/16')
    .describe(
      'IPv4 range of the VPC, /16 to /20. Can’t be changed once it is deployed: a database doesn’t move to another VPC.',
    ),
  availabilityZoneCount: z
    .int()
    .min(2)
    .max(3)
    .default(2)
    .describe('Availability zones that subnets exist in. A change adds or removes subnets.'),
  availabilityZoneNames: z
    .array(z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, 'must be a zone such as us-east-1a'))
    .optional()
    .describe(
      'Zones to use, in place of the first ones of the region; as many as `availabilityZoneCount`. Another zone is another subnet.',
    ),
  natStrategy: z
    .enum(['none', 'single', 'onePerAz'])
    .default('none')
    .describe(
      'How the private subnets reach the internet over IPv4: not at all, through one NAT gateway, through one per zone. A change moves routes, and open connections end.',
    ),
  dualStack: z
    .boolean()
    .default(true)
    .describe(
      'IPv6 beside IPv4, with an egress-only gateway for the private subnets: egress without the price of a NAT gateway. A change updates VPC, subnets and functions in place.',
    ),
  interfaceEndpoints: uniqueList(z.enum(interfaceEndpointServices))
    .default(['bedrock-runtime'])
    .describe(
      'AWS services reached inside the VPC; S3 and DynamoDB always are, through gateway endpoints that cost nothing. What else functions call goes out over IPv6 or NAT; the models of Bedrock have no confirmed IPv6 name.',
    ),
  flowLogRetentionDays: logRetentionDays
    .default(365)
    .describe('How long flow logs are kept, in days. As with all logs, a shorter time deletes what is older.'),
  flowLogClass: logClass('flow logs'),
});
