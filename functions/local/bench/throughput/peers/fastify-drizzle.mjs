import { asc, eq } from 'drizzle-orm';
import { boolean, date, integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { drizzle } from 'drizzle-orm/postgres-js';
import fastify from 'fastify';
import postgres from 'postgres';

const instant = () => timestamp({ withTimezone: true, precision: 3 });

const patients = pgTable('patients', {
  id: uuid().primaryKey(),
  createdAt: instant().notNull(),
  updatedAt: instant().notNull(),
  version: integer().notNull(),
  givenName: text().notNull(),
  familyName: text().notNull(),
  birthDate: date().notNull(),
  gender: text().notNull(),
  nationalIdType: text(),
  nationalIdNumber: text(),
  email: text(),
  phone: text(),
  address: jsonb(),
  active: boolean().notNull(),
  removedAt: instant(),
});

const entries = pgTable('medical_history_entries', {
  id: uuid().primaryKey(),
  patientId: uuid().notNull(),
  kind: text().notNull(),
  position: integer().notNull(),
  system: text(),
  code: text(),
  display: text().notNull(),
  startDate: date(),
  endDate: date(),
  status: text(),
  note: text(),
});

/** Get and list as one writes them first: no transaction, no caller, no audit. The role is an administrator's. */
export async function createPeer(url, poolSize) {
  const db = drizzle(postgres(url, { max: poolSize }), { casing: 'snake_case' });
  const app = fastify();
  app.get('/v1/patients/:id', async ({ params: { id } }, reply) => {
    const [patient] = await db.select().from(patients).where(eq(patients.id, id));
    if (!patient) return reply.status(404).send();
    const history = await db
      .select()
      .from(entries)
      .where(eq(entries.patientId, id))
      .orderBy(asc(entries.kind), asc(entries.position));
    return { ...patient, entries: history };
  });
  app.get('/v1/patients', async () => {
    const data = await db.select().from(patients).orderBy(asc(patients.createdAt), asc(patients.id)).limit(26);
    return { data: data.slice(0, 25) };
  });
  await app.ready();
  return app.server;
}
