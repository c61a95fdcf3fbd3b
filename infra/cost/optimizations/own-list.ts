import { withBedrock, withoutBedrock } from './endpoints.js';
import type { Optimization } from './optimization.js';

/** What the cost report does not list, or not in its ranking. */
export const ownOptimizations: readonly Optimization[] = [
  {
    id: 'ipv6-egress',
    title: 'IPv6 through an egress-only gateway in place of NAT',
    change: {
      settings: ({ network }) => ({
        network: { natStrategy: 'none', dualStack: true, interfaceEndpoints: withBedrock(network) },
      }),
    },
    revert: {
      settings: ({ network }) => ({
        network: { natStrategy: 'single', dualStack: false, interfaceEndpoints: withoutBedrock(network) },
      }),
    },
    risk: 'What has no IPv6 address is out of reach of functions; Bedrock therefore gets an endpoint, which is counted here.',
  },
  {
    id: 'reader-scales-alone',
    title: 'A reader that scales alone, at promotion tier 2',
    change: { settings: () => ({ database: { readerPromotionTier: 2 } }) },
    revert: { settings: () => ({ database: { readerPromotionTier: 1 } }) },
    risk: 'After a failover the new writer begins at the reader’s capacity and grows from there within seconds.',
  },
  {
    id: 'no-reader',
    title: 'No reader',
    change: { settings: () => ({ database: { readerCount: 0 } }) },
    revert: { settings: () => ({ database: { readerCount: 1 } }) },
    risk: 'Where the writer’s zone fails, a new instance has to start: minutes in place of seconds.',
    remark: () => 'The writer then does the reader’s work: capacity moves and is not saved.',
  },
  {
    id: 'pause-when-idle',
    title: 'A cluster that pauses when nobody is connected',
    change: { settings: () => ({ database: { minCapacityAcu: 0, autoPauseSeconds: 300 } }) },
    revert: { settings: () => ({ database: { minCapacityAcu: 0.5, autoPauseSeconds: null } }) },
    risk: 'The first request after a pause waits about 15 seconds.',
    remark: () => 'Saves where the demand has hours of less than half an ACU.',
  },
  {
    id: 'selective-trail',
    title: 'A trail of files’ data events, without functions’ invocations',
    change: { settings: () => ({ audit: { dataEvents: ['files'] } }) },
    revert: { settings: () => ({ audit: { dataEvents: ['files', 'functions'] } }) },
    risk: 'Who invoked a function outside of the API is not on the trail; who saw which patient is on the application’s own.',
  },
  {
    id: 'infrequent-logs',
    title: 'Access and flow logs in the infrequent-access class',
    change: {
      settings: () => ({ network: { flowLogClass: 'infrequentAccess' }, api: { accessLogClass: 'infrequentAccess' } }),
    },
    revert: { settings: () => ({ network: { flowLogClass: 'standard' }, api: { accessLogClass: 'standard' } }) },
    risk: 'They are read with Logs Insights alone: no live tail, no export to S3, no metric of them. A deployed group is replaced.',
  },
  {
    id: 'database-savings-plan',
    title: 'A Database Savings Plan for the capacity that is always there',
    change: { options: { savingsPlan: true } },
    revert: { options: { savingsPlan: false } },
    risk: 'A commitment of a year, paid whether used or not.',
  },
];
