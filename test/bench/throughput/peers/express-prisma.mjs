import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { PrismaPg } from '@prisma/adapter-pg';
import express from 'express';
import { PrismaClient } from './generated/client.ts';

const find = (client, id) =>
  client.patient.findUnique({
    where: { id },
    include: { entries: { orderBy: [{ kind: 'asc' }, { position: 'asc' }] } },
  });

const findFirst = (client) =>
  client.patient
    .findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], take: 26 })
    .then((rows) => rows.slice(0, 25));

/** Reads within a transaction that knows its caller, counts the access and leaves an audit event, as ours does. */
function guaranteeing(prisma, { nextCaller, accessesPerMinute }) {
  return (action, read) =>
    prisma.$transaction(async (tx) => {
      const { subject, role } = nextCaller();
      const requestId = randomUUID();
      await tx.$queryRaw`select set_config('app.role', ${role}, true), set_config('app.subject', ${subject}, true),
        set_config('app.request_id', ${requestId}, true)`;
      const [limit] = await tx.$queryRaw`select seconds_until_allowed(${accessesPerMinute}::int) as seconds`;
      if (limit.seconds !== null) throw new Error('The caller is over its limit.');
      const { result, patientIds } = await read(tx);
      await tx.$executeRaw`
        insert into audit_events (request_id, actor_subject, actor_role, action, resource_type, resource_id, patient_ids,
          outcome, status)
        values (${requestId}, ${subject}, ${role}, ${action}, 'Patient', ${patientIds.length === 1 ? patientIds[0] : null}::uuid,
          ${patientIds}::uuid[], 'success', 200)`;
      return result;
    });
}

/**
 * Get and list. Without guarantees as one writes them first: no transaction, no caller, no audit, and the role is an
 * administrator's.
 */
export function createPeer(url, poolSize, guarantees) {
  const options = guarantees && { options: '-c role=app' };
  const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: poolSize, ...options }) });
  const within = guarantees
    ? guaranteeing(prisma, guarantees)
    : (_action, read) => read(prisma).then(({ result }) => result);
  const app = express();
  app.get('/v1/patients/:id', async (request, response) => {
    const patient = await within('patients.read', async (client) => ({
      result: await find(client, request.params.id),
      patientIds: [request.params.id],
    }));
    response.status(patient ? 200 : 404).json(patient);
  });
  app.get('/v1/patients', async (_request, response) => {
    const data = await within('patients.list', async (client) => {
      const result = await findFirst(client);
      return { result, patientIds: result.map(({ id }) => id) };
    });
    response.json({ data });
  });
  return createServer(app);
}
