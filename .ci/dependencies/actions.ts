import { parse } from 'yaml';
import type { AcceptedImage, DependencyFinding } from './exceptions.js';

/** Requires a commit hash: a tag can be moved. The trailing comment names the version for people and update tools. */
const pinned = /^[\w.-]+(\/[\w.-]+)+@[0-9a-f]{40}$/;
const version = /^\s*#\s*v\d+(\.\d+)*\s*$/;
const ofThisRepository = /^\.\//;
const pinnedImage = /@sha256:[0-9a-f]{64}$/;

/** Returns every value of some keys, at any depth. */
function findValues(keys: readonly string[], document: unknown): unknown[] {
  if (typeof document !== 'object' || document === null) return [];
  return Object.entries(document).flatMap(([key, value]) => [
    ...(keys.includes(key) && !Array.isArray(document) ? [value] : []),
    ...findValues(keys, value),
  ]);
}

/** Checks that actions are pinned to a commit, and images to a digest unless accepted without one. */
export function checkActions(
  file: string,
  workflow: string,
  acceptedImages: readonly AcceptedImage[] = [],
): DependencyFinding[] {
  const lines = workflow.split('\n');
  const at = (text: string, what: string): DependencyFinding => {
    const line = lines.findIndex((one) => one.includes(text)) + 1;
    return { check: 'action', where: `${file}:${line}`, what };
  };
  let document: unknown;
  try {
    // Parsed as YAML, because a key can be written in many ways.
    document = parse(workflow);
  } catch {
    return [at('', 'is not valid YAML, so its actions and images are unknown')];
  }
  const isNamed = (used: string) =>
    lines.some((line) => line.includes(used) && version.test(line.slice(line.indexOf(used) + used.length)));
  const actions = findValues(['uses'], document).map(String);
  const images = findValues(['image', 'container'], document).filter((value) => typeof value === 'string');
  return [
    ...actions
      .filter((used) => !ofThisRepository.test(used) && !(pinned.test(used) && isNamed(used)))
      .map((used) =>
        at(used, `uses ${used}; pin the full commit and name its version: owner/action@<40 digits> # v1.2.3`),
      ),
    ...images
      .filter((used) => !pinnedImage.test(used) && !acceptedImages.some(({ image }) => image === used))
      .map((used) => at(used, `runs the image ${used}; pin its digest: name@sha256:<64 digits>`)),
  ];
}
