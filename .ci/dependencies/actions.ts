import type { Finding } from './finding.js';

/** A tag can be moved to other code; a commit can't. The comment says which version it was, for people and for updates. */
const pinned = /^[\w.-]+(\/[\w.-]+)+@[0-9a-f]{40}\s+#\s*v\d+(\.\d+)*$/;
const ofThisRepository = /^\.\//;

/** Every action of a workflow is pinned by its commit. */
export function checkActions(file: string, workflow: string): Finding[] {
  return workflow.split('\n').flatMap((line, index): Finding[] => {
    const used = /^\s*(?:-\s+)?["']?uses["']?\s*:\s*(.+?)\s*$/.exec(line)?.[1];
    if (used === undefined || pinned.test(used) || ofThisRepository.test(used)) return [];
    const what = `uses ${used}; name the full commit and its version: owner/action@<40 digits> # v1.2.3`;
    return [{ check: 'action', where: `${file}:${index + 1}`, what }];
  });
}
