import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command as `npm run cost` does, without credentials and on a network that leads nowhere. */
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

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'healthcare-cost-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('npm run cost', () => {
  it('prints a document for machines', async () => {
    const { code, stdout } = await runCostCommand('--stack', 'dev', '--mau', '100', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ stack: 'dev', mau: 100, book: 'aws-2025-10' });
  });

  it('prints text without colours where it is no terminal', async () => {
    const { code, stdout } = await runCostCommand('--stack', 'study2025', '--book', 'report');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Stack study2025: 1,548\.71 US\$ a month/);
    expect(stdout).not.toContain('\u001b');
  });

  it('prints what would make a stack cheaper, and what that is together', async () => {
    const { code, stdout } = await runCostCommand('--stack', 'dev', '--optimise');
    expect(code).toBe(0);
    expect(stdout).toContain('What would make it cheaper, US$ a month');
    expect(stdout).toMatch(/Functions on arm64 +21 +\+0\.01 +in place/);
    expect(stdout).toMatch(/taken at once: \d+\.\d\d US\$/);
  });

  it('prints the whole report as Markdown, and writes the same as a page with its three charts', async () => {
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
    for (const title of ['Against the cost report', 'Optimisation', 'Scaling', 'HIPAA safeguards']) {
      expect(stdout).toContain(`## ${title}`);
      expect(html).toContain(title);
    }
    expect(html.match(/<svg /g)).toHaveLength(3);
    expect(html).toContain('From 200 to 1,000,000 users');
  });

  it('says what changed against a bill that it printed before', async () => {
    const file = join(folder, 'before.json');
    await writeFile(file, (await runCostCommand('--stack', 'dev', '--json')).stdout);
    const { code, stdout } = await runCostCommand('--stack', 'dev', '--savings-plan', '--diff', file);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^### Cost of the stack dev: /);
    expect(stdout).toContain('savings plan false → true');
  });

  it('refuses a file that is no bill, and two formats at once', async () => {
    const missing = await runCostCommand('--stack', 'dev', '--diff', join(folder, 'missing.json'));
    expect(missing).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('There is no bill in') });
    const other = await runCostCommand('--stack', 'dev', '--diff', 'package.json');
    expect(other).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('package.json is no bill') });
    const both = await runCostCommand('--stack', 'dev', '--json', '--markdown');
    expect(both).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('Only one of') });
  });

  it('says what it can', async () => {
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
    ['no stack', [], 'Say which stack with --stack.'],
    ['a stack that there is not', ['--stack', 'moon'], 'The stacks are: dev, prod, report.'],
    ['a book that there is not', ['--stack', 'dev', '--book', 'gcp'], 'The books are: aws-2025-10, report.'],
    ['a demand that there is not', ['--stack', 'dev', '--preset', 'guess'], 'The presets are: report.'],
    ['a part of a user', ['--stack', 'dev', '--mau', '1.5'], 'it must be a whole number of users'],
    ['nobody', ['--stack', 'dev', '--mau', '0'], 'it must be a whole number of users'],
    ['a scenario that is no number', ['--stack', 'dev', '--scenarios', '10000,many'], '--scenarios is "many"'],
    ['something else to compare with', ['--stack', 'dev', '--compare', 'gcp'], 'report is.'],
    ['an option that there is not', ['--stack', 'dev', '--yes'], "Unknown option '--yes'"],
  ])('refuses %s in words, without a stack trace', async (_what, words, message) => {
    const { code, stdout, stderr } = await runCostCommand(...words);
    expect(code).not.toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
