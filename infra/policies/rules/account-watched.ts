import { type PlannedResource, unknownMark } from '../../preview/planned-resource.js';
import { each, inputOf, ofType, type Policy } from '../policy.js';

/** What a filter must look for, for each thing that somebody must hear of. */
const watched = {
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
  mend: 'Set audit.accountAlarms to true.',
  check: each('aws:cloudtrail/trail:Trail', (trail, resources) => {
    const alarms = new Set(ofType(resources, 'aws:cloudwatch/metricAlarm:MetricAlarm').map(watchedMetricOf));
    // A filter on another log sees nothing of the trail, and one whose metric has no alarm tells nobody.
    const patterns = ofType(resources, 'aws:cloudwatch/logMetricFilter:LogMetricFilter')
      .filter((filter) => logsOf(trail, resources).includes(inputOf(filter, 'logGroupName')))
      .filter((filter) => alarms.has(countedMetricOf(filter)))
      .map((filter) => String(inputOf(filter, 'pattern')));
    const unseen = Object.entries(watched).filter(([, event]) => !patterns.some((pattern) => event.test(pattern)));
    return unseen.length === 0 ? undefined : `tells nobody of ${unseen.map(([what]) => what).join(', ')}`;
  }),
};

const watchedMetricOf = (alarm: PlannedResource): string =>
  `${inputOf(alarm, 'namespace')}/${inputOf(alarm, 'metricName')}`;

const countedMetricOf = (filter: PlannedResource): string =>
  `${inputOf(filter, 'metricTransformation.namespace')}/${inputOf(filter, 'metricTransformation.name')}`;

/** The log groups that a trail may write: their names as its filters give them. */
function logsOf(trail: PlannedResource, resources: readonly PlannedResource[]): unknown[] {
  const arn = String(inputOf(trail, 'cloudWatchLogsGroupArn'));
  const [, named] = /:log-group:([^:]+)/.exec(arn) ?? [];
  if (named !== undefined) return [named];
  // The ARN isn't known yet, and neither is the name that the filters have.
  return ofType(resources, 'aws:cloudwatch/logGroup:LogGroup').some(({ urn }) => trail.dependencies.includes(urn))
    ? [unknownMark]
    : [];
}
