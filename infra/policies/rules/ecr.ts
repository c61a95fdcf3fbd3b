import { readStatements } from '../../preview/policy-statements.js';
import { findOutsideGrant } from '../accounts.js';
import { checkAll, checkEach, isCustomerKey, mustBe, type PolicyDefinition, readInputList } from '../policy.js';

export const ecrPolicies: readonly PolicyDefinition[] = [
  {
    id: 'image-private',
    description: 'Only principals of the account can use container images.',
    safeguards: ['164.312(a)(1)'],
    publicRules: ['AwsSolutions-ECR1', 'CKV_AWS_32'],
    fix: 'Name principals of the account in the repository policy.',
    check: checkEach('aws:ecr/repositoryPolicy:RepositoryPolicy', (policy, resources) =>
      findOutsideGrant(readStatements([policy]), resources),
    ),
  },
  {
    id: 'image-scanned',
    description: 'Container images are scanned on push, immutable, and encrypted with a customer managed key.',
    safeguards: ['164.308(a)(5)(ii)(B)', '164.312(a)(2)(iv)', '164.312(c)(1)'],
    publicRules: [
      'CKV_AWS_51',
      'CKV_AWS_136',
      'CKV_AWS_163',
      'W79',
      'ecr.Repository.configureCustomerManagedKey',
      'ecr.Repository.configureImageScan',
      'ecr.Repository.enableImageScan',
      'ecr.Repository.disallowMutableImage',
      'ecr.Repository.disallowUnencryptedRepository',
    ],
    fix: 'Set scanOnPush to true, imageTagMutability to IMMUTABLE, and a KMS key.',
    check: checkEach(
      'aws:ecr/repository:Repository',
      checkAll(
        mustBe('imageScanningConfiguration.scanOnPush', true),
        mustBe('imageTagMutability', 'IMMUTABLE'),
        (repository) =>
          readInputList<{ kmsKey?: string }>(repository, 'encryptionConfigurations').some(({ kmsKey }) =>
            isCustomerKey(kmsKey),
          )
            ? undefined
            : 'is not encrypted with a customer managed key',
      ),
    ),
  },
];
