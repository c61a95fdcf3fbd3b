import { execFile, execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Checks that a command exists and runs with a flag. */
export function canRun(command: string, flag: string): boolean {
  try {
    execFileSync(command, [flag], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Creates a self-signed certificate for a host name, valid for a day. Needs openssl. */
export async function createCertificate(folder: string, host: string) {
  const [keyFile, certificateFile] = [join(folder, `${host}.key`), join(folder, `${host}.pem`)];
  const subject = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`];
  const files = ['-keyout', keyFile, '-out', certificateFile];
  await promisify(execFile)('openssl', [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '1',
    ...subject,
    ...files,
  ]);
  return { key: await readFile(keyFile), cert: await readFile(certificateFile), certificateFile };
}
