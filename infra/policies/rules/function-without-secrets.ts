import { each, inputOf, type Policy } from '../policy.js';

const telling = /PASSWORD|SECRET|TOKEN|PRIVATE_KEY|API_KEY|CREDENTIAL/i;

/** Names of where something is, and settings that talk about tokens, are no secrets. */
const harmless = /(ARN|URI|URL|ID|IDS|NAME|ISSUER|SECONDS|MILLISECONDS)$/;

export const functionWithoutSecrets: Policy = {
  id: 'function-without-secrets',
  severity: 'error',
  promise: 'No function has a secret among its variables: it reads them where they are kept.',
  safeguards: ['164.312(d)'],
  publicRules: ['CKV_AWS_45'],
  mend: 'Hand on the secret’s ARN and let the function read it.',
  check: each('aws:lambda/function:Function', (lambda) => {
    const variables = Object.entries((inputOf(lambda, 'environment.variables') ?? {}) as Record<string, unknown>);
    const found = variables.find(
      ([name, value]) => (telling.test(name) && !harmless.test(name)) || /^AKIA[0-9A-Z]{16}$/.test(String(value)),
    );
    return found === undefined ? undefined : `has a secret in the variable ${found[0]}`;
  }),
};
