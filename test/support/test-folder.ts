import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** Creates a temporary folder for a test file or suite, which removes it after its other cleanup. */
export function createTestFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'healthcare-test-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  return folder;
}
