import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{.ci,config,db,functions,infra,test,tools}/**/*.test.ts'],
    globalSetup: ['test/support/setup.ts'],
    pool: 'forks',
    // An embedded database takes about 400 MB, so a machine with many cores must not start as many.
    maxWorkers: 2,
    // To end what hangs: a shared machine may take many times as long as an idle one.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // Wrong times of day are found sooner far from UTC.
    env: { TZ: 'Asia/Kathmandu' },
  },
});
