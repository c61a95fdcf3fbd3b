import type { Policy } from './policy.js';
import { accountWatched } from './rules/account-watched.js';
import { alarmActs } from './rules/alarm-acts.js';
import { apiLogWithoutPatients } from './rules/api-log-without-patients.js';
import { apiLogged } from './rules/api-logged.js';
import { apiOriginsNamed } from './rules/api-origins-named.js';
import { apiThrottled } from './rules/api-throttled.js';
import { auditBucketLocked } from './rules/audit-bucket-locked.js';
import { bucketAclsOff } from './rules/bucket-acls-off.js';
import { bucketEncrypted } from './rules/bucket-encrypted.js';
import { bucketLifecycle } from './rules/bucket-lifecycle.js';
import { bucketPolicyClosed } from './rules/bucket-policy-closed.js';
import { bucketPrivate } from './rules/bucket-private.js';
import { bucketTlsOnly } from './rules/bucket-tls-only.js';
import { bucketVersioned } from './rules/bucket-versioned.js';
import { clientTokensShort } from './rules/client-tokens-short.js';
import { databaseBackedUp } from './rules/database-backed-up.js';
import { databaseChangesLogged } from './rules/database-changes-logged.js';
import { databaseDeletionProtected } from './rules/database-deletion-protected.js';
import { databaseEncrypted } from './rules/database-encrypted.js';
import { databaseEngineCurrent } from './rules/database-engine-current.js';
import { databaseIamSignIn } from './rules/database-iam-sign-in.js';
import { databaseInTwoZones } from './rules/database-in-two-zones.js';
import { databaseInsightsEncrypted } from './rules/database-insights-encrypted.js';
import { databaseIsolated } from './rules/database-isolated.js';
import { databaseLogsExported } from './rules/database-logs-exported.js';
import { databaseLogsWithoutValues } from './rules/database-logs-without-values.js';
import { databaseMinorUpgrades } from './rules/database-minor-upgrades.js';
import { databaseMonitored } from './rules/database-monitored.js';
import { databasePasswordManaged } from './rules/database-password-managed.js';
import { databasePrivate } from './rules/database-private.js';
import { databaseSessionsEnd } from './rules/database-sessions-end.js';
import { databaseSnapshotsTagged } from './rules/database-snapshots-tagged.js';
import { databaseTlsOnly } from './rules/database-tls-only.js';
import { defaultGroupClosed } from './rules/default-group-closed.js';
import { domainTls } from './rules/domain-tls.js';
import { egressByPort } from './rules/egress-by-port.js';
import { flowLogs } from './rules/flow-logs.js';
import { functionConcurrencyLimited } from './rules/function-concurrency-limited.js';
import { functionEnvironmentEncrypted } from './rules/function-environment-encrypted.js';
import { functionFailuresKept } from './rules/function-failures-kept.js';
import { functionInVpc } from './rules/function-in-vpc.js';
import { functionLogStructured } from './rules/function-log-structured.js';
import { functionNotPublic } from './rules/function-not-public.js';
import { functionRuntimeSupported } from './rules/function-runtime-supported.js';
import { functionSized } from './rules/function-sized.js';
import { functionUrlClosed } from './rules/function-url-closed.js';
import { functionWithoutSecrets } from './rules/function-without-secrets.js';
import { iamActionsNamed } from './rules/iam-actions-named.js';
import { iamNoAwsManaged } from './rules/iam-no-aws-managed.js';
import { iamNoInline } from './rules/iam-no-inline.js';
import { iamResourcesNamed } from './rules/iam-resources-named.js';
import { iamRolesForServices } from './rules/iam-roles-for-services.js';
import { identityPoolClosed } from './rules/identity-pool-closed.js';
import { imagePrivate } from './rules/image-private.js';
import { imageScanned } from './rules/image-scanned.js';
import { ingressByPort } from './rules/ingress-by-port.js';
import { internetRouteNeeded } from './rules/internet-route-needed.js';
import { keyPolicyClosed } from './rules/key-policy-closed.js';
import { keyRotated } from './rules/key-rotated.js';
import { logEncrypted } from './rules/log-encrypted.js';
import { logRetained } from './rules/log-retained.js';
import { noOpenIngress } from './rules/no-open-ingress.js';
import { policyReadable } from './rules/policy-readable.js';
import { poolClosed } from './rules/pool-closed.js';
import { poolDeletionProtected } from './rules/pool-deletion-protected.js';
import { poolPassword } from './rules/pool-password.js';
import { poolSecondFactor } from './rules/pool-second-factor.js';
import { poolThreats } from './rules/pool-threats.js';
import { queueProtected } from './rules/queue-protected.js';
import { routeAuthorized } from './rules/route-authorized.js';
import { secretEncrypted } from './rules/secret-encrypted.js';
import { secretOutOfState } from './rules/secret-out-of-state.js';
import { secretRotated } from './rules/secret-rotated.js';
import { securityGroupDescribed } from './rules/security-group-described.js';
import { securityGroupUsed } from './rules/security-group-used.js';
import { subnetWithoutPublicAddresses } from './rules/subnet-without-public-addresses.js';
import { topicProtected } from './rules/topic-protected.js';
import { trailComplete } from './rules/trail-complete.js';
import { trailDataEvents } from './rules/trail-data-events.js';
import { trailExists } from './rules/trail-exists.js';
import { trailLogRetained } from './rules/trail-log-retained.js';

/** Every rule that a stack is held to. */
export const policies: readonly Policy[] = [
  accountWatched,
  alarmActs,
  apiLogWithoutPatients,
  apiLogged,
  apiOriginsNamed,
  apiThrottled,
  auditBucketLocked,
  bucketAclsOff,
  bucketEncrypted,
  bucketLifecycle,
  bucketPolicyClosed,
  bucketPrivate,
  bucketTlsOnly,
  bucketVersioned,
  clientTokensShort,
  databaseBackedUp,
  databaseChangesLogged,
  databaseDeletionProtected,
  databaseEncrypted,
  databaseEngineCurrent,
  databaseIamSignIn,
  databaseInTwoZones,
  databaseInsightsEncrypted,
  databaseIsolated,
  databaseLogsExported,
  databaseLogsWithoutValues,
  databaseMinorUpgrades,
  databaseMonitored,
  databasePasswordManaged,
  databasePrivate,
  databaseSessionsEnd,
  databaseSnapshotsTagged,
  databaseTlsOnly,
  defaultGroupClosed,
  domainTls,
  egressByPort,
  flowLogs,
  functionConcurrencyLimited,
  functionEnvironmentEncrypted,
  functionFailuresKept,
  functionInVpc,
  functionLogStructured,
  functionNotPublic,
  functionRuntimeSupported,
  functionSized,
  functionUrlClosed,
  functionWithoutSecrets,
  iamActionsNamed,
  iamNoAwsManaged,
  iamNoInline,
  iamResourcesNamed,
  iamRolesForServices,
  identityPoolClosed,
  imagePrivate,
  imageScanned,
  ingressByPort,
  internetRouteNeeded,
  keyPolicyClosed,
  keyRotated,
  logEncrypted,
  logRetained,
  noOpenIngress,
  policyReadable,
  poolClosed,
  poolDeletionProtected,
  poolPassword,
  poolSecondFactor,
  poolThreats,
  queueProtected,
  routeAuthorized,
  secretEncrypted,
  secretOutOfState,
  secretRotated,
  securityGroupDescribed,
  securityGroupUsed,
  subnetWithoutPublicAddresses,
  topicProtected,
  trailComplete,
  trailDataEvents,
  trailExists,
  trailLogRetained,
];
