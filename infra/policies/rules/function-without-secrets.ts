import { checkEach, type Policy, readInput } from '../policy.js';

const secretNamePattern = /PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|PRIVATE_?KEY|API_?KEY|CREDENTIAL/i;

/** Names of where something is, and settings that talk about tokens, are no secrets. */
const harmlessNamePattern = /(ARN|URI|URL|ID|IDS|NAME|ISSUER|SECONDS|MILLISECONDS)$/;

/** What secrets look like whatever they are called: an access key, a private key, a URL with a password in it. */
const secretValuePatterns = [
  /\b(AKIA|ASIA)[0-9A-Z]{16}\b/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /:\/\/[^/\s:@]*:[^/\s@]+@/,
];

const variablesPath = 'environment.variables.';

export const functionWithoutSecrets: Policy = {
  id: 'function-without-secrets',
  severity: 'error',
  promise: 'No function has a secret among its variables: it reads them where they are kept.',
  safeguards: ['164.312(d)'],
  publicRules: ['CKV_AWS_45'],
  fix: 'Hand on the secret’s ARN and let the function read it.',
  check: checkEach('aws:lambda/function:Function', (lambda) => {
    // Pulumi hides it from its state; Lambda shows it to whoever may look at the function.
    const hidden = lambda.secretInputs.find((path) => path.startsWith(variablesPath));
    if (hidden !== undefined) return `has a secret in the variable ${hidden.slice(variablesPath.length)}`;
    const variables = Object.entries((readInput(lambda, 'environment.variables') ?? {}) as Record<string, unknown>);
    const found = variables.find(
      ([name, value]) =>
        (secretNamePattern.test(name) && !harmlessNamePattern.test(name)) ||
        secretValuePatterns.some((secret) => secret.test(String(value))),
    );
    return found === undefined ? undefined : `has a secret in the variable ${found[0]}`;
  }),
};
