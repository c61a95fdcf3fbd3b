import {
  checkAll,
  checkEach,
  mustBe,
  mustHave,
  mustHaveOwnKey,
  type Policy,
  type ResourceCheck,
  readInputList,
} from '../policy.js';
import { selectsAll, type TrailSelector } from './trail-selectors.js';

/** A trail with selectors records what they name and nothing else. */
const checkManagementEvents: ResourceCheck = (trail) => {
  const selectors = readInputList<TrailSelector>(trail, 'advancedEventSelectors');
  return selectors.length === 0 || selectors.some((selector) => selectsAll(selector, 'Management'))
    ? undefined
    : 'doesn’t record every change of the account';
};

export const trailComplete: Policy = {
  id: 'trail-complete',
  severity: 'error',
  promise:
    'The trail records every region, shows when a file of it was changed, and is encrypted under a key of our own.',
  safeguards: ['164.308(a)(1)(ii)(D)', '164.312(b)', '164.312(c)(1)'],
  publicRules: [
    'MULTI_REGION_CLOUD_TRAIL_ENABLED',
    'CLOUD_TRAIL_LOG_FILE_VALIDATION_ENABLED',
    'CLOUD_TRAIL_ENCRYPTION_ENABLED',
    'CLOUD_TRAIL_CLOUD_WATCH_LOGS_ENABLED',
    'HIPAA.Security-CloudTrailCloudWatchLogsEnabled',
    'HIPAA.Security-CloudTrailEncryptionEnabled',
    'HIPAA.Security-CloudTrailLogFileValidationEnabled',
    'CKV_AWS_35',
    'CKV_AWS_36',
    'CKV_AWS_67',
    'CKV_AWS_251',
    'CKV2_AWS_10',
    'cloudtrail_cloudwatch_logging_enabled',
    'cloudtrail_kms_encryption_enabled',
    'cloudtrail_log_file_validation_enabled',
    'cloudtrail_multi_region_enabled',
  ],
  fix: 'Set isMultiRegionTrail, enableLogFileValidation, kmsKeyId and cloudWatchLogsGroupArn on the trail.',
  check: checkEach(
    'aws:cloudtrail/trail:Trail',
    checkAll(
      mustBe('enableLogging', true, undefined),
      mustBe('isMultiRegionTrail', true),
      mustBe('enableLogFileValidation', true),
      mustHaveOwnKey('kmsKeyId'),
      mustHave('cloudWatchLogsGroupArn'),
      checkManagementEvents,
    ),
  ),
};
