import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Transaction } from '../../../db/client/transaction.js';
import { patients } from '../../../db/schema/index.js';
import type { ApiRouter } from '../../http/app.js';
import { orUnavailable } from '../../http/failures.js';
import { jsonBody, response, route } from '../../http/operation.js';
import { createValidationProblem, Problem } from '../../http/problem.js';
import { createRouter } from '../../http/router.js';
import { idPath } from '../../http/schemas.js';
import { inSteps } from '../../http/steps.js';
import { transactional } from '../../http/transaction.js';
import { splitIntoPassages } from '../../knowledge/chunking.js';
import { type Embedder, EmbeddingError } from '../../knowledge/embedder.js';
import { searchKnowledge } from '../../knowledge/search.js';
import { addDocument, prepareDocument, removeDocument } from '../../knowledge/store.js';
import { KnowledgeDocument, KnowledgeDocumentInput, KnowledgePassages, KnowledgeSearch } from './schemas.js';

const audit = (action: string) => ({
  action: `knowledge.${action}`,
  resourceType: 'DocumentReference',
  patientData: true,
});

/** Passages that one search answers with where it doesn't say. */
const defaultLimit = 8;

/** More short sections than this can't be embedded within one request. */
const maximumPassages = 200;

async function requirePatient(tx: Transaction, patientId: string): Promise<void> {
  const found = await tx.select({ id: patients.id }).from(patients).where(eq(patients.id, patientId));
  if (found.length === 0) throw createValidationProblem('/patientId', 'names no record');
}

/** `/v1/agent/knowledge`: what the assistant and its users look things up in. */
export function createKnowledgeRouter(embedder: Embedder): ApiRouter {
  const knowledge = createRouter();

  const searchKnowledgeRoute = route('post', '/v1/agent/knowledge/search', {
    operationId: 'searchKnowledge',
    tags: ['Knowledge'],
    summary: 'Searches the knowledge base',
    description:
      'Finds passages by meaning and by words. General documents are always searched, those of a patient only where the patient is named.',
    policy: { permission: 'knowledge:search', audit: audit('search') },
    request: { body: jsonBody(KnowledgeSearch) },
    responses: { 200: response.json('The passages that fit, the best first.', KnowledgePassages) },
  });
  knowledge.openapi(
    searchKnowledgeRoute,
    inSteps(searchKnowledgeRoute, async (c) => {
      const { steps, audit: trail } = c.var;
      const { query, limit = defaultLimit, ...asked } = c.req.valid('json');
      const patientId = asked.patientId ?? undefined;
      if (patientId !== undefined) await steps.run((tx) => requirePatient(tx, patientId));
      const [embedding = []] = await orUnavailable(embedder.embed([query]), EmbeddingError);
      return steps.finish(async (tx) => {
        const found = await searchKnowledge(tx, { query, embedding, embedder: embedder.name, patientId, limit });
        // Who looked for something about a patient is told also where there was nothing.
        trail.addPatients([
          ...(patientId === undefined ? [] : [patientId]),
          ...found.flatMap((passage) => passage.patientId ?? []),
        ]);
        return c.json({ data: found, embedder: embedder.name }, 200);
      });
    }),
  );

  const addKnowledgeDocumentRoute = route('post', '/v1/agent/knowledge/documents', {
    operationId: 'addKnowledgeDocument',
    tags: ['Knowledge'],
    summary: 'Adds a document',
    description: 'Its text is divided into passages along its headings and paragraphs, each found by itself.',
    policy: { permission: 'knowledge:write', audit: audit('add') },
    request: { body: jsonBody(KnowledgeDocumentInput) },
    responses: { 201: response.added('The new document.', KnowledgeDocument) },
  });
  knowledge.openapi(
    addKnowledgeDocumentRoute,
    inSteps(addKnowledgeDocumentRoute, async (c) => {
      const { steps, audit: trail } = c.var;
      const { title, text, patientId = null, source = null } = c.req.valid('json');
      const passages = splitIntoPassages(text).length;
      if (passages === 0) throw createValidationProblem('/text', 'must hold more than headings');
      if (passages > maximumPassages)
        throw createValidationProblem('/text', `must come to ${maximumPassages} passages at most`);
      if (patientId !== null) await steps.run((tx) => requirePatient(tx, patientId));
      const document = { id: randomUUID(), title, patientId, source };
      const signal = AbortSignal.timeout(steps.leftMilliseconds());
      const rows = await orUnavailable(prepareDocument({ ...document, text }, embedder, { signal }), EmbeddingError);
      return steps.finish(async (tx) => {
        await addDocument(tx, rows);
        trail.setResource(document.id, patientId ?? undefined);
        const body = { ...document, passageCount: rows.length, embedder: embedder.name };
        return c.json(body, 201, { Location: `/v1/agent/knowledge/documents/${document.id}` });
      });
    }),
  );

  const removeKnowledgeDocumentRoute = route('delete', '/v1/agent/knowledge/documents/{id}', {
    operationId: 'removeKnowledgeDocument',
    tags: ['Knowledge'],
    summary: 'Removes a document',
    description: 'All of its passages; it is not found any more.',
    policy: { permission: 'knowledge:write', audit: audit('remove') },
    request: { params: idPath },
    responses: { 204: response.empty('The document is removed.') },
  });
  knowledge.openapi(
    removeKnowledgeDocumentRoute,
    transactional(removeKnowledgeDocumentRoute, async (c) => {
      const { tx, audit: trail } = c.var;
      const { id } = c.req.valid('param');
      const patientId = await removeDocument(tx, id);
      if (patientId === undefined) throw new Problem('not-found');
      trail.setResource(id, patientId ?? undefined);
      return c.body(null, 204);
    }),
  );

  return knowledge;
}
