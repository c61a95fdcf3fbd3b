import type { PlannedResource } from '../../preview/planned-resource.js';
import { checkEach, type Policy, readInputList } from '../policy.js';

/** A rule of a security group, in any of the three ways of writing one. */
export interface GroupRule {
  readonly ipProtocol?: string;
  readonly protocol?: string;
  readonly fromPort?: number | null;
  readonly toPort?: number | null;
  readonly cidrIpv4?: string;
  readonly cidrIpv6?: string;
  readonly cidrBlocks?: readonly string[];
  readonly ipv6CidrBlocks?: readonly string[];
  readonly referencedSecurityGroupId?: string;
  readonly sourceSecurityGroupId?: string;
  readonly securityGroups?: readonly string[];
  readonly prefixListId?: string;
  readonly prefixListIds?: readonly string[];
}

const presentValues = (...values: readonly unknown[]): unknown[] =>
  values.flat().filter((value) => value !== undefined && value !== null && value !== '');

/** Address ranges that a rule is about. */
export const listAddressRanges = ({ cidrIpv4, cidrIpv6, cidrBlocks, ipv6CidrBlocks }: GroupRule): unknown[] =>
  presentValues(cidrIpv4, cidrIpv6, cidrBlocks, ipv6CidrBlocks);

/** Prefix lists that it is about. */
export const listPrefixLists = ({ prefixListId, prefixListIds }: GroupRule): unknown[] =>
  presentValues(prefixListId, prefixListIds);

/** Security groups that it is about. */
export const listReferencedGroups = ({
  referencedSecurityGroupId,
  sourceSecurityGroupId,
  securityGroups,
}: GroupRule): unknown[] => presentValues(referencedSecurityGroupId, sourceSecurityGroupId, securityGroups);

type Direction = 'ingress' | 'egress';

const groupType = 'aws:ec2/securityGroup:SecurityGroup';
/** Of either direction, which its `type` says. */
const legacyRuleType = 'aws:ec2/securityGroupRule:SecurityGroupRule';
const ruleTypes = {
  ingress: 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule',
  egress: 'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule',
};

function readGroupRules(resource: PlannedResource, direction: Direction): readonly GroupRule[] {
  if (resource.type === groupType) return readInputList<GroupRule>(resource, direction);
  return resource.type === legacyRuleType && resource.inputs.type !== direction ? [] : [resource.inputs];
}

type GroupRuleCheck = (rule: GroupRule, resources: readonly PlannedResource[]) => string | undefined;

/** Judges each rule of a direction; `judge` says what is wrong with one. */
export const checkEachGroupRule = (direction: Direction, judge: GroupRuleCheck): Policy['check'] =>
  checkEach([ruleTypes[direction], legacyRuleType, groupType], (resource, resources) =>
    readGroupRules(resource, direction)
      .map((rule) => judge(rule, resources))
      .find((detail) => detail !== undefined),
  );

/** What is wrong with a rule that isn't for one port. */
export function findPortFault({ ipProtocol, protocol, fromPort, toPort }: GroupRule): string | undefined {
  if (['-1', 'all'].includes(String(ipProtocol ?? protocol))) return 'is for every protocol and port';
  return typeof fromPort === 'number' && fromPort === toPort ? undefined : 'is for more than one port';
}
