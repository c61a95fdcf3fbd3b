import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { hashSchema } from './migration.js';

const createdFolders: string[] = [];
afterAll(() => {
  for (const folder of createdFolders) rmSync(folder, { recursive: true });
});

const journal = '{"entries":[{"idx":0,"tag":"0000_one"},{"idx":1,"tag":"0001_two"}]}';
const files = {
  '0000_one.sql': 'SELECT 1;\nSELECT 2;\n',
  '0001_two.sql': 'SELECT 3;\n',
  'meta/_journal.json': journal,
};

/** The hash of a new folder with these files. */
function hashFolder(content: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  createdFolders.push(folder);
  mkdirSync(join(folder, 'meta'));
  for (const [name, text] of Object.entries(content)) writeFileSync(join(folder, name), text);
  return hashSchema(folder);
}

describe('the hash of the migrations', () => {
  it('is the same in another folder, file order and with other line endings', () => {
    const expected = hashFolder(files);
    expect(expected).toMatch(/^[0-9a-f]{64}$/);
    const turned = Object.fromEntries(Object.entries(files).reverse());
    expect(hashFolder(turned)).toBe(expected);
    const windows = Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name, text.replaceAll('\n', '\r\n')]),
    );
    expect(hashFolder(windows)).toBe(expected);
  });

  it.each([
    ['a statement', { ...files, '0001_two.sql': 'SELECT 4;\n' }],
    ['a new migration', { ...files, '0002_three.sql': '' }],
    ['the order', { ...files, 'meta/_journal.json': journal.replace('0000_one', '0001_one') }],
    [
      'a name',
      { '0000_one.sql': files['0000_one.sql'], '0001_zwei.sql': files['0001_two.sql'], 'meta/_journal.json': journal },
    ],
    [
      'where one file ends and the next begins',
      { ...files, '0000_one.sql': 'SELECT 1;\n', '0001_two.sql': 'SELECT 2;\nSELECT 3;\n' },
    ],
  ])('changes with %s', (_what, changed) => {
    expect(hashFolder(changed)).not.toBe(hashFolder(files));
  });

  it('ignores files that the runner never reads', () => {
    expect(hashFolder({ ...files, 'meta/0001_snapshot.json': '{}', 'notes.md': 'x' })).toBe(hashFolder(files));
  });

  it('throws for a folder without migrations', () => {
    expect(() => hashFolder({ 'meta/_journal.json': journal })).toThrow('contains no migrations');
  });

  it("exists for this repository's migrations", () => {
    expect(hashSchema(fileURLToPath(new URL('../../../db/migrations', import.meta.url)))).toMatch(/^[0-9a-f]{64}$/);
  });
});
