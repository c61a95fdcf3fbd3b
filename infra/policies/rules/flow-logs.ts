import { checkEach, findVpcParts, type Policy, readInput } from '../policy.js';

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
    'W60',
  ],
  fix: 'Give the VPC a flow log of ALL traffic.',
  check: checkEach('aws:ec2/vpc:Vpc', (vpc, resources) => {
    const logs = findVpcParts(vpc, 'aws:ec2/flowLog:FlowLog', resources);
    if (logs.length === 0) return 'has no flow log';
    return logs.some((log) => readInput(log, 'trafficType') === 'ALL') ? undefined : 'has no flow log of ALL traffic';
  }),
};
