import { parse } from 'yaml';
import type { AcceptedImage } from './exceptions.js';
import type { DependencyFinding } from './finding.js';

/** A tag can be moved to other code; a commit can't. The comment says which version it was, for people and for updates. */
const pinned = /^[\w.-]+(\/[\w.-]+)+@[0-9a-f]{40}$/;
const version = /^\s*#\s*v\d+(\.\d+)*\s*$/;
const ofThisRepository = /^\.\//;
const pinnedImage = /@sha256:[0-9a-f]{64}$/;

/** Every value of a key, wherever it stands in a parsed document. */
function findValues(keys: readonly string[], document: unknown): unknown[] {
  if (typeof document !== 'object' || document === null) return [];
  return Object.entries(document).flatMap(([key, value]) => [
    ...(keys.includes(key) && !Array.isArray(document) ? [value] : []),
    ...findValues(keys, value),
  ]);
}

/** Every action of a workflow is pinned by its commit, and every image by its digest unless it is accepted without. */
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
    // As YAML and not by lines: there are many ways to write a key.
    document = parse(workflow);
  } catch {
    return [at('', 'is no YAML that can be read; what it uses is not known')];
  }
  const isNamed = (used: string) =>
    lines.some((line) => line.includes(used) && version.test(line.slice(line.indexOf(used) + used.length)));
  const actions = findValues(['uses'], document).map(String);
  const images = findValues(['image', 'container'], document).filter((value) => typeof value === 'string');
  return [
    ...actions
      .filter((used) => !ofThisRepository.test(used) && !(pinned.test(used) && isNamed(used)))
      .map((used) => at(used, `uses ${used}; name the full commit and its version: owner/action@<40 digits> # v1.2.3`)),
    ...images
      .filter((used) => !pinnedImage.test(used) && !acceptedImages.some(({ image }) => image === used))
      .map((used) => at(used, `runs the image ${used}; name its digest: name@sha256:<64 digits>`)),
  ];
}
