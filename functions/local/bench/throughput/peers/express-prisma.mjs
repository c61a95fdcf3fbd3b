import { createServer } from 'node:http';
import { PrismaPg } from '@prisma/adapter-pg';
import express from 'express';
import { PrismaClient } from './generated/client.ts';

/** Get and list as one writes them first: no transaction, no caller, no audit. The role is an administrator's. */
export function createPeer(url, poolSize) {
  const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: poolSize }) });
  const app = express();
  app.get('/v1/patients/:id', async (request, response) => {
    const patient = await prisma.patient.findUnique({
      where: { id: request.params.id },
      include: { entries: { orderBy: [{ kind: 'asc' }, { position: 'asc' }] } },
    });
    response.status(patient ? 200 : 404).json(patient);
  });
  app.get('/v1/patients', async (_request, response) => {
    const data = await prisma.patient.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], take: 26 });
    response.json({ data: data.slice(0, 25) });
  });
  return createServer(app);
}
