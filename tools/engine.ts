import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listStackNames } from '../infra/preview/stack-file.js';
import { print, runCommand } from './command.js';

const help = `Runs \`pulumi preview\` for every stack on a temporary local backend, if the Pulumi CLI is installed.

  npm run test:engine`;

/** Returns a function that runs the Pulumi CLI with its backend in a folder. */
function createPulumi(folder: string) {
  const environment = {
    ...process.env,
    PULUMI_BACKEND_URL: `file://${folder}`,
    PULUMI_HOME: join(folder, 'home'),
    PULUMI_CONFIG_PASSPHRASE: 'nothing is encrypted with it',
    PULUMI_SKIP_UPDATE_CHECK: 'true',
  };
  return (...words: string[]) => {
    const { status, stdout, stderr } = spawnSync('pulumi', [...words, '--non-interactive', '--cwd', '.'], {
      env: environment,
      encoding: 'utf8',
      timeout: 300_000,
    });
    return { status, output: `${stdout}${stderr}` };
  };
}

const missingPlugin =
  /could not (download|load|install|locate) .*plugin|no resource plugin|plugin .* not found|error loading provider/i;

/** `no plugin`: a provider plugin could not be installed. */
function classifyOutcome(status: number | null, output: string): 'previewed' | 'no plugin' | 'failed' {
  if (status === 0) return 'previewed';
  return missingPlugin.test(output) ? 'no plugin' : 'failed';
}

function previewStack(pulumi: ReturnType<typeof createPulumi>, stack: string): void {
  const created = pulumi('stack', 'init', stack);
  const { status, output } = created.status === 0 ? pulumi('preview', '--stack', stack) : created;
  const outcome = classifyOutcome(status, output);
  print(`${stack}: ${outcome === 'no plugin' ? 'started, but a provider plugin is missing' : outcome}`);
  if (outcome !== 'previewed') print(output.trim().split('\n').slice(-15).join('\n'));
  if (outcome === 'failed') process.exitCode = 1;
}

await runCommand({ help }, async () => {
  const version = spawnSync('pulumi', ['version'], { encoding: 'utf8' });
  if (version.status !== 0) {
    return print("Skipped: no pulumi on the PATH. `npm test` runs the program offline through Pulumi's language host.");
  }
  print(`pulumi ${version.stdout.trim()}`);
  const folder = await mkdtemp(join(tmpdir(), 'healthcare-pulumi-'));
  try {
    const pulumi = createPulumi(folder);
    for (const stack of await listStackNames('.')) {
      // Creating a stack writes its encryption salt into its file, so the file is restored afterwards.
      const [file, backup] = [`Pulumi.${stack}.yaml`, join(folder, `${stack}.yaml`)];
      await cp(file, backup);
      try {
        previewStack(pulumi, stack);
      } finally {
        await cp(backup, file);
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
