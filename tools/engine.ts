import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listStackNames } from '../infra/preview/stack-file.js';

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Runs Pulumi's CLI on a backend in a folder that goes away with it. */
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

/** What a preview said: it ran, it lacked a plugin that could not be had, or the program is wrong. */
type Outcome = 'ran' | 'no plugin' | 'failed';

function classifyOutcome(status: number | null, output: string): Outcome {
  if (status === 0) return 'ran';
  return /could not (download|load|install|locate) .*plugin|no resource plugin|plugin .* not found|error loading provider/i.test(
    output,
  )
    ? 'no plugin'
    : 'failed';
}

const version = spawnSync('pulumi', ['version'], { encoding: 'utf8' });
if (version.status !== 0) {
  print(
    'There is no pulumi on the PATH: nothing ran here. npm test starts the program through Pulumi’s own host, offline.',
  );
} else {
  print(`pulumi ${version.stdout.trim()}`);
  const folder = await mkdtemp(join(tmpdir(), 'healthcare-pulumi-'));
  try {
    const pulumi = createPulumi(folder);
    for (const stack of await listStackNames('.')) {
      // Creating a stack writes its encryption salt into its file; the check leaves the file as it was.
      const [file, kept] = [`Pulumi.${stack}.yaml`, join(folder, `${stack}.yaml`)];
      await cp(file, kept);
      try {
        const created = pulumi('stack', 'init', stack);
        const { status, output } = created.status === 0 ? pulumi('preview', '--stack', stack) : created;
        const outcome = classifyOutcome(status, output);
        print(
          `${stack}: ${outcome === 'ran' ? 'previewed' : outcome === 'no plugin' ? 'started, as far as the plugins at hand go' : 'failed'}`,
        );
        if (outcome !== 'ran') print(output.trim().split('\n').slice(-15).join('\n'));
        if (outcome === 'failed') process.exitCode = 1;
      } finally {
        await cp(kept, file);
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
