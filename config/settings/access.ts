import * as z from 'zod';
import { functionNames } from '../functions.js';
import {
  booleanSetting,
  httpsOrigin,
  isEncryptedOrLocal,
  logClass,
  logRetentionDays,
  matching,
  uniqueList,
  wholeNumber,
} from './fields.js';

/** AWS services for which an interface endpoint can be created; each endpoint is billed per availability zone and hour. */
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
      'IPv4 range of the VPC, /16 to /20. It cannot be changed after the first deployment, because a database cannot move to another VPC.',
    ),
  availabilityZoneCount: wholeNumber(2, 3)
    .default(2)
    .describe('Number of availability zones with subnets. A change adds or removes subnets.'),
  availabilityZoneNames: z
    .array(matching(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, 'must be a zone such as us-east-1a'))
    .optional()
    .describe(
      "Availability zones to use, as many as `availabilityZoneCount`. Defaults to the region's first zones. Replacing a zone replaces its subnets.",
    ),
  natStrategy: z
    .enum(['none', 'single', 'onePerAz'])
    .default('none')
    .describe(
      'NAT gateways for outbound IPv4 traffic of the private subnets: none, one for all zones, or one per zone. A change moves routes and ends open connections.',
    ),
  dualStack: booleanSetting(true).describe(
    'Adds IPv6 and an egress-only internet gateway, so that private subnets reach the internet without the cost of a NAT gateway. A change updates VPC, subnets and functions in place.',
  ),
  interfaceEndpoints: uniqueList(z.enum(interfaceEndpointServices))
    .default(['bedrock-runtime'])
    .describe(
      'AWS services to reach through an interface endpoint inside the VPC. S3 and DynamoDB always have free gateway endpoints. Other calls leave over IPv6 or NAT; Bedrock needs the endpoint or NAT, because AWS confirms no IPv6 address for it.',
    ),
  flowLogRetentionDays: logRetentionDays
    .default(365)
    .describe('Retention of the VPC flow logs, in days. Shortening it deletes older logs, as for every log.'),
  flowLogClass: logClass('the flow logs'),
});

const requestsPerSecond = wholeNumber(1, 10_000);
const burst = wholeNumber(1, 5_000);

const RouteThrottle = z.strictObject({
  requestsPerSecond: requestsPerSecond.describe(
    'Requests per second that each route of the function accepts; at most `throttleRequestsPerSecond`.',
  ),
  burst: burst.describe('Requests that one route of the function accepts at the same moment.'),
});

export const ApiSettings = z.strictObject({
  throttleRequestsPerSecond: requestsPerSecond
    .default(600)
    .describe('Requests per second that the whole API accepts. API Gateway answers further requests with 429.'),
  throttleBurst: burst.default(1_000).describe('Requests that the whole API accepts at the same moment.'),
  throttles: z
    .partialRecord(z.enum(functionNames), RouteThrottle)
    .default({})
    .describe('Tighter limits for the routes of single functions, by function name.'),
  accountAccessesPerMinute: wholeNumber(1, 100_000)
    .default(600)
    .describe('Accesses to patient data that one account can make per minute.'),
  corsAllowedOrigins: z
    .array(httpsOrigin)
    .default([])
    .describe('Origins whose web pages can call the API, such as `https://app.example.org`. Wildcards are rejected.'),
  accessLogRetentionDays: logRetentionDays.default(365).describe('Retention of the access logs, in days.'),
  accessLogClass: logClass('the access logs'),
  domain: z
    .strictObject({
      name: matching(/^([a-z0-9-]+\.)+[a-z]{2,}$/, 'must be a host name such as api.example.org').describe(
        'Host name that clients call. A change replaces the domain.',
      ),
      certificateArn: matching(
        /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/\S+$/,
        'must be the ARN of an ACM certificate',
      ).describe("ARN of the ACM certificate for `name`, in the stack's region."),
      hostedZoneId: matching(/^Z[A-Z0-9]+$/, 'must be the ID of a hosted zone, such as Z0123456789ABC')
        .optional()
        .describe('Route 53 hosted zone to create the alias record in. Without it, create the DNS record yourself.'),
    })
    .optional()
    .describe("Custom domain of the API. Without it, clients call API Gateway's own host name."),
});

export const IdentitySettings = z.strictObject({
  tier: z
    .enum(['lite', 'essentials', 'plus'])
    .default('plus')
    .describe('Feature plan of the Cognito user pool. Threat protection requires `plus`.'),
  threatProtection: z
    .enum(['enforced', 'audit', 'off'])
    .default('enforced')
    .describe(
      'Adaptive authentication and checks for compromised credentials: block, only record, or off. Anything but `enforced` lets a suspicious sign-in succeed.',
    ),
  secondFactor: z
    .enum(['required', 'off'])
    .default('required')
    .describe(
      '`required`: staff must use an authenticator app and patients can. `off`: no one can, so that a stolen password is enough to sign in; the policies report it as an error.',
    ),
  passwordMinimumLength: wholeNumber(8, 99)
    .default(14)
    .describe('Minimum length of a password, in characters. Existing passwords stay valid.'),
  accessTokenMinutes: wholeNumber(5, 60)
    .default(15)
    .describe('Lifetime of an access token, in minutes. A change applies from the next sign-in or refresh.'),
  refreshTokenHours: wholeNumber(1, 720)
    .default(12)
    .describe('Maximum duration of a session, in hours, before a person must sign in again.'),
  domainPrefix: matching(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'must be lower-case letters, digits and hyphens')
    .refine(
      (prefix) => !/aws|amazon|cognito/.test(prefix),
      'must not contain aws, amazon or cognito: AWS reserves them',
    )
    .optional()
    .describe(
      'Domain prefix of the managed sign-in page; without it there is no such page. A change replaces the domain and breaks links to the old one.',
    ),
  callbackUrls: z
    .array(
      z
        .url({ protocol: /^https?$/, error: 'must be a URL such as https://app.example.org/signed-in', abort: true })
        .refine(isEncryptedOrLocal, 'must use https (http is allowed for localhost only)'),
    )
    .default([])
    .describe('URLs that the managed sign-in page can redirect to. At least one is required with `domainPrefix`.'),
});
