// Pulumi loads a pack with require(), which cannot load TypeScript modules.
module.exports = async () => {
  // biome-ignore lint/correctness/noUndeclaredDependencies: it is a dependency of the project; this package.json only names the entry point.
  const { register } = await import('tsx/esm/api');
  register();
  await import('../policy-pack.ts');
};
