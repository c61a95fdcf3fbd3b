import { checkAll, checkEach, isOwnKey, mustBe, type Policy, type ResourceCheck, readInputList } from '../policy.js';

const checkEncryption: ResourceCheck = (repository) => {
  const configurations = readInputList<{ kmsKey?: string }>(repository, 'encryptionConfigurations');
  return configurations.some(({ kmsKey }) => isOwnKey(kmsKey)) ? undefined : 'is not encrypted under a key of our own';
};

export const imageScanned: Policy = {
  id: 'image-scanned',
  severity: 'error',
  promise: 'Container images are scanned when they arrive, never overwritten, and encrypted under a key of our own.',
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
  fix: 'Set scanOnPush, imageTagMutability IMMUTABLE and the KMS key.',
  check: checkEach(
    'aws:ecr/repository:Repository',
    checkAll(
      mustBe('imageScanningConfiguration.scanOnPush', true),
      mustBe('imageTagMutability', 'IMMUTABLE'),
      checkEncryption,
    ),
  ),
};
