import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createTestFolder } from '../test/support/test-folder.js';

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command as `npm run cost` does, without credentials or a network. */
async function runCostCommand(...words: string[]): Promise<Outcome> {
  const env = { PATH: process.env.PATH, HOME: tmpdir(), HTTPS_PROXY: 'http://127.0.0.1:9' };
  try {
    const run = await promisify(execFile)(process.execPath, ['--import', 'tsx', 'tools/cost.ts', ...words], { env });
    return { code: 0, ...run };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
}

const folder = createTestFolder();

describe('npm run cost', () => {
  it('prints JSON', async () => {
    const { code, stdout } = await runCostCommand('--stack', 'dev', '--mau', '100', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ stack: 'dev', mau: 100, book: 'aws-2025-10' });
  });

  it('prints text without colors if the output is not a terminal', async () => {
    const { code, stdout } = await runCostCommand('--stack', 'study2025', '--book', 'study2025');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Stack study2025: US\$1,548\.71 a month/);
    expect(stdout).not.toContain('\u001b');
  });

  it.each(['--optimize', '--optimise'])(
    'prints the savings of optimizations, each and combined, with %s',
    async (flag) => {
      const { code, stdout } = await runCostCommand('--stack', 'dev', flag);
      expect(code).toBe(0);
      expect(stdout).toContain('Optimizations, US$ a month');
      expect(stdout).toMatch(/Functions on arm64 +21 +\+0\.01 +in place/);
      expect(stdout).toMatch(/together save US\$\d+\.\d\d a month/);
    },
  );

  it('prints the full report as Markdown and writes it as HTML with three charts', async () => {
    const file = join(folder, 'cost.html');
    const { code, stdout, stderr } = await runCostCommand(
      '--stack',
      'dev',
      '--markdown',
      '--scenarios',
      '200',
      '--html',
      file,
    );
    expect(code).toBe(0);
    expect(stderr).toContain(file);
    expect(stdout).toMatch(/^# Cost of the stack dev\n/);
    const html = await readFile(file, 'utf8');
    for (const title of ['Comparison with the 2025 cost study', 'Optimization', 'Scaling', 'HIPAA safeguards']) {
      expect(stdout).toContain(`## ${title}`);
      expect(html).toContain(title);
    }
    expect(html.match(/<svg /g)).toHaveLength(3);
    expect(html).toContain('From 200 to 1,000,000 users');
  });

  it('prints the change since an earlier report', async () => {
    const file = join(folder, 'before.json');
    await writeFile(file, (await runCostCommand('--stack', 'dev', '--json')).stdout);
    const { code, stdout } = await runCostCommand('--stack', 'dev', '--savings-plan', '--diff', file);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^### Cost of the stack dev: /);
    expect(stdout).toContain('savings plan false → true');
  });

  it('rejects a file that is not a report, and two formats at once', async () => {
    const missing = await runCostCommand('--stack', 'dev', '--diff', join(folder, 'missing.json'));
    expect(missing).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining("Can't read") });
    const other = await runCostCommand('--stack', 'dev', '--diff', 'package.json');
    expect(other).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('package.json is not a cost report'),
    });
    const both = await runCostCommand('--stack', 'dev', '--json', '--markdown');
    expect(both).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('Use only one of') });
  });

  it('prints its options with --help', async () => {
    const { code, stdout } = await runCostCommand('--help');
    expect(code).toBe(0);
    for (const option of [
      '--mau',
      '--preset',
      '--book',
      '--free-tier',
      '--savings-plan',
      '--compare',
      '--scenarios',
      '--explain',
      '--json',
      '--markdown',
      '--html',
      '--diff',
    ]) {
      expect(stdout).toContain(option);
    }
  });

  it.each([
    ['no stack', [], '--stack is required.'],
    ['an unknown stack', ['--stack', 'moon'], 'The stacks are: dev, prod, study2025.'],
    ['an unknown book', ['--stack', 'dev', '--book', 'gcp'], 'The books are: aws-2025-10, study2025.'],
    ['an unknown preset', ['--stack', 'dev', '--preset', 'guess'], 'The presets are: study2025.'],
    ['a fraction of a user', ['--stack', 'dev', '--mau', '1.5'], '--mau must be a whole number of users'],
    ['no users', ['--stack', 'dev', '--mau', '0'], '--mau must be a whole number of users'],
    ['an invalid scenario', ['--stack', 'dev', '--scenarios', '10000,many'], 'found "many"'],
    ['an unknown comparison', ['--stack', 'dev', '--compare', 'gcp'], 'Use --compare study2025.'],
    ['an unknown option', ['--stack', 'dev', '--yes'], "Unknown option '--yes'"],
  ])('rejects %s without a stack trace', async (_what, words, message) => {
    const { code, stdout, stderr } = await runCostCommand(...words);
    expect(code).not.toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
