import { formatCount } from '../../config/format.js';
import type { ChangedResource, InputChange, PlanDifference } from './difference.js';
import type { PlannedResource } from './planned-resource.js';
import type { Plan } from './preview.js';

/** Terminal styles; plain text if the output is not a terminal. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
}

const shortType = ({ type }: PlannedResource): string => type.split(':').at(-1) ?? type;

function findTopComponent(resource: PlannedResource, byUrn: ReadonlyMap<string, PlannedResource>): PlannedResource {
  const parent = resource.parent === undefined ? undefined : byUrn.get(resource.parent);
  return parent === undefined ? resource : findTopComponent(parent, byUrn);
}

function groupBy<Key>(resources: readonly PlannedResource[], readKey: (resource: PlannedResource) => Key) {
  const groups = new Map<Key, PlannedResource[]>();
  for (const resource of resources) {
    const key = readKey(resource);
    groups.set(key, [...(groups.get(key) ?? []), resource]);
  }
  return groups;
}

/** Formats a plan for the terminal: resources by component, then outputs. */
export function planText({ stack, resources, outputs }: Plan, { bold, dim }: Style): string {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const real = resources.filter(({ isCustom }) => isCustom);
  const lines = [bold(`Stack ${stack}: ${formatCount(real.length, 'resource')}`), ''];
  for (const [owner, members] of groupBy(resources, (resource) => findTopComponent(resource, byUrn))) {
    const inAws = members.filter(({ isCustom }) => isCustom);
    if (inAws.length === 0) continue;
    lines.push(`${bold(owner.name)} ${dim(`${shortType(owner)}, ${formatCount(inAws.length, 'resource')}`)}`);
    for (const [type, found] of [...groupBy(inAws, ({ type }) => type)].sort(([one], [other]) =>
      one < other ? -1 : 1,
    )) {
      const names = found.map(({ name }) => name).sort();
      const shown =
        names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
      lines.push(`  ${String(found.length).padStart(3)}  ${type.replace(/\/.*:/, ':')}  ${dim(shown)}`);
    }
    lines.push('');
  }
  lines.push(bold('Outputs'));
  for (const [name, value] of Object.entries(outputs)) lines.push(`  ${name}  ${dim(JSON.stringify(value))}`);
  return lines.join('\n');
}

/** For longer values, such as policies, only the path is shown. */
const longestValue = 60;

function formatChange({ path, before, after }: InputChange): string {
  const [was, is] = [before, after].map((value) => JSON.stringify(value) ?? 'unset');
  return [was, is].every((text = '') => text.length <= longestValue) ? `${path}: ${was} → ${is}` : path;
}

const changedLines = ({ resource: { name, type }, changes, isReplaced }: ChangedResource, { bold, dim }: Style) => [
  `  ${isReplaced ? '±' : '~'} ${name} ${dim(type)}${isReplaced ? bold(' replaced') : ''}`,
  ...changes.map((change) => `      ${formatChange(change)}`),
];

/** Formats the changes since a saved plan for the terminal. */
export function differenceText({ created, deleted, changed }: PlanDifference, style: Style): string {
  const { bold, dim } = style;
  const total = created.length + deleted.length + changed.length;
  if (total === 0) return bold('Nothing changes compared with the saved plan.');
  const replaced = changed.filter(({ isReplaced }) => isReplaced).length;
  const changedText = `${changed.length} changed${replaced > 0 ? `, ${replaced} of them replaced` : ''}`;
  return [
    bold(`Compared with the saved plan: ${created.length} created, ${changedText}, ${deleted.length} deleted`),
    ...created.map(({ type, name }) => `  + ${name} ${dim(type)}`),
    ...changed.flatMap((each) => changedLines(each, style)),
    ...deleted.map(({ type, name }) => `  - ${name} ${dim(type)}`),
  ].join('\n');
}
