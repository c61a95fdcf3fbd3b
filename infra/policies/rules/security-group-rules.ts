import type { PlannedResource } from '../../preview/planned-resource.js';
import { each, listOf, type Policy } from '../policy.js';

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

const given = (...values: readonly unknown[]): unknown[] =>
  values.flat().filter((value) => value !== undefined && value !== null && value !== '');

/** Address ranges that a rule is about. */
export const rangesOf = ({ cidrIpv4, cidrIpv6, cidrBlocks, ipv6CidrBlocks }: GroupRule): unknown[] =>
  given(cidrIpv4, cidrIpv6, cidrBlocks, ipv6CidrBlocks);

/** Prefix lists that it is about. */
export const listsOf = ({ prefixListId, prefixListIds }: GroupRule): unknown[] => given(prefixListId, prefixListIds);

/** Security groups that it is about. */
export const groupsOf = ({ referencedSecurityGroupId, sourceSecurityGroupId, securityGroups }: GroupRule): unknown[] =>
  given(referencedSecurityGroupId, sourceSecurityGroupId, securityGroups);

type Direction = 'ingress' | 'egress';

const groupType = 'aws:ec2/securityGroup:SecurityGroup';
/** Of either direction, which its `type` says. */
const olderType = 'aws:ec2/securityGroupRule:SecurityGroupRule';
const ownType = {
  ingress: 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule',
  egress: 'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule',
};

function rulesOf(resource: PlannedResource, direction: Direction): readonly GroupRule[] {
  if (resource.type === groupType) return listOf<GroupRule>(resource, direction);
  return resource.type === olderType && resource.inputs.type !== direction ? [] : [resource.inputs];
}

type GroupJudge = (rule: GroupRule, resources: readonly PlannedResource[]) => string | undefined;

/** Judges each rule of a direction; `judge` says what is wrong with one. */
export const eachGroupRule = (direction: Direction, judge: GroupJudge): Policy['check'] =>
  each([ownType[direction], olderType, groupType], (resource, resources) =>
    rulesOf(resource, direction)
      .map((rule) => judge(rule, resources))
      .find((detail) => detail !== undefined),
  );

/** What is wrong with a rule that isn't for one port. */
export function portFault({ ipProtocol, protocol, fromPort, toPort }: GroupRule): string | undefined {
  if (['-1', 'all'].includes(String(ipProtocol ?? protocol))) return 'is for every protocol and port';
  return typeof fromPort === 'number' && fromPort === toPort ? undefined : 'is for more than one port';
}
