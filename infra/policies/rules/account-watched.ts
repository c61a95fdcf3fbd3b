import { each, inputOf, ofType, type Policy } from '../policy.js';

/** An event's name that a filter must look for, for each thing that somebody must hear of. */
const watched = {
  'the root user': 'Root',
  'failing sign-ins': 'Failed authentication',
  'network lists': 'CreateNetworkAclEntry',
  gateways: 'AttachInternetGateway',
  routes: 'CreateRoute',
  VPCs: 'ModifyVpcAttribute',
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
  check: each('aws:cloudtrail/trail:Trail', (_trail, resources) => {
    const patterns = ofType(resources, 'aws:cloudwatch/logMetricFilter:LogMetricFilter').map((filter) =>
      String(inputOf(filter, 'pattern')),
    );
    const unseen = Object.entries(watched).filter(([, event]) => !patterns.some((pattern) => pattern.includes(event)));
    return unseen.length === 0 ? undefined : `tells nobody of ${unseen.map(([what]) => what).join(', ')}`;
  }),
};
