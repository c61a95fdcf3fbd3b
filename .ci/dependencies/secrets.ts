import type { DependencyFinding, KnownFalsePositive } from './exceptions.js';

/** Patterns that match secrets and little else. */
const kinds: Readonly<Record<string, RegExp>> = {
  // On a line of its own, or within a JSON string.
  'a private key': /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----(?:\s|\\[nr])*[A-Za-z0-9+/=]{40}/,
  'an AWS access key': /\b(?:AKIA|ASIA)(?!IOSFODNN7EXAMPLE)[A-Z0-9]{16}\b/,
  'an AWS secret key': /secret_?access_?key["']?\s*[=:]\s*["']?[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+])/i,
  'a GitHub token': /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60,})\b/,
  'an npm token': /\bnpm_[A-Za-z0-9]{36}\b/,
  'a Pulumi token': /\bpul-[0-9a-f]{40}\b/,
  'a Slack token': /\bxox[abprs]-[A-Za-z0-9-]{20,}\b/,
  'a Google key': /\bAIza[A-Za-z0-9_-]{35}\b/,
  'a Stripe key': /\b[rs]k_live_[A-Za-z0-9]{20,}\b/,
  "a model provider's key": /\bsk-(?:ant-|proj-)[A-Za-z0-9_-]{20,}\b/,
  'a signed token': /\beyJ[A-Za-z0-9_-]{15,}\.eyJ[A-Za-z0-9_-]{15,}\.[A-Za-z0-9_-]{20,}/,
  // Documentation hosts and localhost have no secrets; `${…}` is filled in elsewhere.
  'a password in a URL':
    /\b[a-z][a-z0-9+]+:\/\/[^\s:/@"'`$<{]+:(?:[^\s:/@"'`$<{]|\$(?!\{)){4,}@(?!localhost(?![\w.-])|127\.0\.0\.1\b|(?:[\w-]+\.)*example(?:\.(?:com|org|net))?(?![\w.-]))[\w-]+\.[\w.-]+/i,
};

/** Files that usually contain secrets; most are not text. */
const stores = /(^|\/)(\.env(\.[\w.-]+)?|id_(rsa|dsa|ecdsa|ed25519)|[^/]+\.(p12|pfx|jks|keystore|kdbx|ppk))$/i;
const storeTemplates = /\.(example|sample|template)$/i;

/** Finds files that usually contain secrets, by name. */
export const findSecretStores = (files: readonly string[]): DependencyFinding[] =>
  files
    .filter((file) => stores.test(file) && !storeTemplates.test(file))
    .map((where) => ({ check: 'secret', where, what: 'usually contains secrets; revoke them and remove the file' }));

/** Finds secrets in a text. Findings don't repeat the secret, because more people can read the output. */
export function findSecrets(file: string, content: string, known: readonly KnownFalsePositive[]): DependencyFinding[] {
  return Object.entries(kinds).flatMap(([kind, form]): DependencyFinding[] => {
    const found = form.exec(content);
    if (found === null || known.some((one) => one.file === file && one.kind === kind)) return [];
    const line = content.slice(0, found.index).split('\n').length;
    const what = `looks like ${kind}; revoke it, because every clone has it, and remove it`;
    return [{ check: 'secret', where: `${file}:${line}`, what }];
  });
}
