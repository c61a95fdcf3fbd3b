// Pulumi loads a pack by require() and knows no modules in TypeScript.
module.exports = async () => {
  // biome-ignore lint/correctness/noUndeclaredDependencies: it is the project's; this manifest only names the entry.
  require('tsx/esm/api').register();
  await import('../pack.ts');
};
