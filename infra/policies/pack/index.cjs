// Pulumi loads a pack by require() and knows no modules in TypeScript.
module.exports = async () => {
  require('tsx/esm/api').register();
  await import('./pack.ts');
};
