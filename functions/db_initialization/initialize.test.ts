import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { FaultyProxy } from '../../test/support/faulty-proxy.js';
import { handler, InitializationEvent } from './handler.js';
import { initializeDatabase } from './initialize.js';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

const storedPassword = async () => {
  const [row] = await db.sql<{ password: string | null }[]>`
    select rolpassword as password from pg_authid where rolname = 'bedrock_user'`;
  return row?.password ?? null;
};

describe('initializing a database', () => {
  it('changes nothing if it is up to date, and says so', async () => {
    const report = await initializeDatabase(db.sql);
    expect(report).toMatchObject({ applied: [], bedrockUser: 'left without a password' });
    expect(report.from).toBe(report.to);
    expect(report.vectorVersion).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('warns only about a pgvector version with known bugs', async () => {
    const { vectorVersion, warnings } = await initializeDatabase(db.sql);
    const [major = 0, minor = 0, patch = 0] = vectorVersion.split('.').map(Number);
    const isBuggy = major === 0 && (minor < 8 || (minor === 8 && patch < 4));
    expect(warnings.length).toBe(isBuggy ? 1 : 0);
  });

  it('sets the password of bedrock_user, with any characters, and again after a rotation', async () => {
    const report = await initializeDatabase(db.sql, { bedrockPassword: `it's "$$" \\ 100% ß` });
    expect(report.bedrockUser).toBe('password set');
    const first = await storedPassword();
    expect(first).toMatch(/^SCRAM-SHA-256\$/);
    await initializeDatabase(db.sql, { bedrockPassword: 'another' });
    expect(await storedPassword()).not.toBe(first);
    await db.sql`alter role bedrock_user password null`;
  });

  it('refuses an unknown target by name', async () => {
    await expect(initializeDatabase(db.sql, { target: '9999_none' })).rejects.toThrow('9999_none');
  });
});

describe('its Lambda handler', () => {
  it('refuses an event with unknown fields', async () => {
    expect(InitializationEvent.safeParse({ target: '0001_tables' }).success).toBe(true);
    await expect(handler({ targett: '0001_tables' })).rejects.toThrow('targett');
  });

  it('migrates the database of its environment', async () => {
    process.env.DATABASE_URL = db.url;
    try {
      expect(await handler({})).toMatchObject({ applied: [] });
    } finally {
      delete process.env.DATABASE_URL;
    }
  });

  it('reports an unresponsive database before Lambda times out', async () => {
    const proxy = await FaultyProxy.start(db.url);
    proxy.chooseAction = (sent) => {
      if (sent.includes('pg_advisory_xact_lock')) proxy.silence();
      return 'pass';
    };
    process.env.DATABASE_URL = proxy.url;
    try {
      const context = { getRemainingTimeInMillis: () => 5_500 } as Context;
      await expect(handler({}, context)).rejects.toThrow('The database did not answer within 1 s.');
    } finally {
      delete process.env.DATABASE_URL;
      proxy.cut();
      await proxy.close();
    }
  });
});
