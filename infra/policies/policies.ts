import { type Policy, policyDefaults } from './policy.js';
import { apiGatewayPolicies } from './rules/api-gateway.js';
import { cloudTrailPolicies } from './rules/cloudtrail.js';
import { cloudWatchPolicies } from './rules/cloudwatch.js';
import { cognitoPolicies } from './rules/cognito.js';
import { ecrPolicies } from './rules/ecr.js';
import { iamPolicies } from './rules/iam.js';
import { kmsPolicies } from './rules/kms.js';
import { lambdaPolicies } from './rules/lambda.js';
import { messagingPolicies } from './rules/messaging.js';
import { rdsPolicies } from './rules/rds.js';
import { s3Policies } from './rules/s3.js';
import { secretsManagerPolicies } from './rules/secrets-manager.js';
import { securityGroupPolicies } from './rules/security-groups.js';
import { vpcPolicies } from './rules/vpc.js';

export const policies: readonly Policy[] = [
  ...apiGatewayPolicies,
  ...cloudTrailPolicies,
  ...cloudWatchPolicies,
  ...cognitoPolicies,
  ...ecrPolicies,
  ...iamPolicies,
  ...kmsPolicies,
  ...lambdaPolicies,
  ...messagingPolicies,
  ...rdsPolicies,
  ...s3Policies,
  ...secretsManagerPolicies,
  ...securityGroupPolicies,
  ...vpcPolicies,
]
  .map((definition) => ({ ...policyDefaults, ...definition }))
  .sort((one, other) => (one.id < other.id ? -1 : 1));
