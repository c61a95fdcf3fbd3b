import { randomUUID } from 'node:crypto';
import { asc, eq, sql } from 'drizzle-orm';
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

async function find(db, id) {
  const [patient] = await db.select().from(patients).where(eq(patients.id, id));
  if (!patient) return undefined;
  const history = await db
    .select()
    .from(entries)
    .where(eq(entries.patientId, id))
    .orderBy(asc(entries.kind), asc(entries.position));
  return { ...patient, entries: history };
}

async function findFirst(db) {
  const rows = await db.select().from(patients).orderBy(asc(patients.createdAt), asc(patients.id)).limit(26);
  return rows.slice(0, 25);
}

/** Reads within a transaction that knows its caller, counts the access and leaves an audit event, as ours does. */
function guaranteeing(db, { nextCaller, accessesPerMinute }) {
  return (action, read) =>
    db.transaction(async (tx) => {
      const { subject, role } = nextCaller();
      const requestId = randomUUID();
      await tx.execute(sql`select set_config('app.role', ${role}, true), set_config('app.subject', ${subject}, true),
        set_config('app.request_id', ${requestId}, true)`);
      const [limit] = await tx.execute(sql`select seconds_until_allowed(${accessesPerMinute}) as seconds`);
      if (limit.seconds !== null) throw new Error('The caller is over its limit.');
      const { result, patientIds } = await read(tx);
      await tx.execute(sql`
        insert into audit_events (request_id, actor_subject, actor_role, action, resource_type, resource_id, patient_ids,
          outcome, status)
        values (${requestId}, ${subject}, ${role}, ${action}, 'Patient', ${patientIds.length === 1 ? patientIds[0] : null}::uuid,
          ${`{${patientIds.join(',')}}`}::uuid[], 'success', 200)`);
      return result;
    });
}

/**
 * Get and list. Without guarantees as one writes them first: no transaction, no caller, no audit, and the role is an
 * administrator's.
 */
export async function createPeer(url, poolSize, guarantees) {
  const connection = guarantees ? { role: 'app' } : {};
  const db = drizzle(postgres(url, { max: poolSize, connection }), { casing: 'snake_case' });
  const within = guarantees ? guaranteeing(db, guarantees) : (_action, read) => read(db).then(({ result }) => result);
  const app = fastify();
  app.get('/v1/patients/:id', async ({ params: { id } }, reply) => {
    const patient = await within('patients.read', async (client) => ({
      result: await find(client, id),
      patientIds: [id],
    }));
    return patient ?? reply.status(404).send();
  });
  app.get('/v1/patients', async () => {
    const data = await within('patients.list', async (client) => {
      const result = await findFirst(client);
      return { result, patientIds: result.map((row) => row.id) };
    });
    return { data };
  });
  await app.ready();
  return app.server;
}
