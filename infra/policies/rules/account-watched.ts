import { type PlannedResource, unknownMark } from '../../preview/planned-resource.js';
import { checkEach, filterByType, type Policy, readInput } from '../policy.js';

/** What a filter must look for, for each thing that somebody must hear of. */
const watchedEvents = {
  'the root user': /userIdentity\.type\s*=\s*"?Root\b/,
  'failing sign-ins': /errorMessage\s*=\s*"Failed authentication"/,
  'network lists': /eventName\s*=\s*CreateNetworkAclEntry\b/,
  gateways: /eventName\s*=\s*AttachInternetGateway\b/,
  routes: /eventName\s*=\s*CreateRoute\b/,
  VPCs: /eventName\s*=\s*ModifyVpcAttribute\b/,
};

export const accountWatched: Policy = {
  id: 'account-watched',
  severity: 'error',
  promise: 'Somebody hears of it when the root user acts, sign-ins fail, or ways into the network change.',
  safeguards: ['164.308(a)(6)(i)', '164.308(a)(6)(ii)', '164.308(a)(5)(ii)(C)'],
  publicRules: [
    'cloudwatch_changes_to_network_acls_alarm_configured',
    'cloudwatch_changes_to_network_gateways_alarm_configured',
    'cloudwatch_changes_to_network_route_tables_alarm_configured',
    'cloudwatch_changes_to_vpcs_alarm_configured',
    'cloudwatch_log_metric_filter_authentication_failures',
    'cloudwatch_log_metric_filter_root_usage',
  ],
  fix: 'Set audit.accountAlarms to true.',
  check: checkEach('aws:cloudtrail/trail:Trail', (trail, resources) => {
    const alarms = new Set(filterByType(resources, 'aws:cloudwatch/metricAlarm:MetricAlarm').map(readAlarmMetric));
    // A filter on another log sees nothing of the trail, and one whose metric has no alarm tells nobody.
    const patterns = filterByType(resources, 'aws:cloudwatch/logMetricFilter:LogMetricFilter')
      .filter((filter) => findLogGroupNames(trail, resources).includes(readInput(filter, 'logGroupName')))
      .filter((filter) => alarms.has(readFilterMetric(filter)))
      .map((filter) => String(readInput(filter, 'pattern')));
    const unwatched = Object.entries(watchedEvents).filter(
      ([, event]) => !patterns.some((pattern) => event.test(pattern)),
    );
    return unwatched.length === 0 ? undefined : `tells nobody of ${unwatched.map(([what]) => what).join(', ')}`;
  }),
};

const readAlarmMetric = (alarm: PlannedResource): string =>
  `${readInput(alarm, 'namespace')}/${readInput(alarm, 'metricName')}`;

const readFilterMetric = (filter: PlannedResource): string =>
  `${readInput(filter, 'metricTransformation.namespace')}/${readInput(filter, 'metricTransformation.name')}`;

/** The log groups that a trail may write: their names as its filters give them. */
function findLogGroupNames(trail: PlannedResource, resources: readonly PlannedResource[]): unknown[] {
  const arn = String(readInput(trail, 'cloudWatchLogsGroupArn'));
  const [, named] = /:log-group:([^:]+)/.exec(arn) ?? [];
  if (named !== undefined) return [named];
  // The ARN isn't known yet, and neither is the name that the filters have.
  return filterByType(resources, 'aws:cloudwatch/logGroup:LogGroup').some(({ urn }) => trail.dependencies.includes(urn))
    ? [unknownMark]
    : [];
}
