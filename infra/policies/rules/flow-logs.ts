import { each, mustBe, ofType, type Policy, type Violation } from '../policy.js';

const flowLogType = 'aws:ec2/flowLog:FlowLog';

export const flowLogs: Policy = {
  id: 'flow-logs',
  severity: 'error',
  promise: 'What goes through the VPC, and what was refused, is recorded.',
  safeguards: ['164.308(a)(1)(ii)(D)', '164.312(b)'],
  publicRules: [
    'VPC_FLOW_LOGS_ENABLED',
    'HIPAA.Security-VPCFlowLogsEnabled',
    'AwsSolutions-VPC7',
    'CKV2_AWS_11',
    'vpc_flow_logs_enabled',
  ],
  mend: 'Give the VPC a flow log of ALL traffic.',
  check: (resources): Violation[] => {
    const missing = ofType(resources, flowLogType).length === 0 ? ofType(resources, 'aws:ec2/vpc:Vpc') : [];
    return [
      ...missing.map((resource) => ({ resource, detail: 'has no flow log' })),
      ...each(flowLogType, mustBe('trafficType', 'ALL'))(resources),
    ];
  },
};
