import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { inject } from 'vitest';

/** A database without any table, for tests of what brings it to the schema. */
export async function createEmptyDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const source = inject('testDatabase');
  if ('imagePath' in source) {
    const { startEmbeddedDatabase } = await import('../../db/embedded/embedded.js');
    const embedded = await startEmbeddedDatabase();
    return { url: embedded.url, drop: () => embedded.close() };
  }
  const name = `${source.template}_${randomBytes(6).toString('hex')}`;
  const server = postgres(source.url, { max: 1, onnotice: () => {} });
  await server.unsafe(`create database ${name}`);
  const url = new URL(source.url);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    async drop() {
      await server.unsafe(`drop database if exists ${name} with (force)`);
      await server.end();
    },
  };
}
