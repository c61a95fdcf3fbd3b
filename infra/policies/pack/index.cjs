// Pulumi loads a pack by require() and knows no modules in TypeScript.
module.exports = async () => {
  // biome-ignore lint/correctness/noUndeclaredDependencies: it is the project's; this manifest only names the entry.
  const { register } = await import('tsx/esm/api');
  register();
  await import('../policy-pack.ts');
};
