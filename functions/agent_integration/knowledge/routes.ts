import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Transaction } from '../../../db/client/transaction.js';
import { patients } from '../../../db/schema/index.js';
import { answerCreated, answerRead } from '../../http/answer.js';
import { requireIfMatch } from '../../http/conditional.js';
import { exchange } from '../../http/exchange.js';
import { orUnavailable } from '../../http/failures.js';
import { readListRequest } from '../../http/pagination.js';
import { createValidationProblem, Problem } from '../../http/problem.js';
import { toCommonFields } from '../../http/resource.js';
import { OperationRouter } from '../../http/router.js';
import { splitIntoPassages } from '../../knowledge/chunking.js';
import { type Embedder, EmbeddingError } from '../../knowledge/embedder.js';
import { searchKnowledge } from '../../knowledge/search.js';
import { addDocument, type DocumentRow, findDocument, prepareDocument, removeDocument } from '../../knowledge/store.js';
import { listDocuments } from './queries.js';
import {
  KnowledgeDocument,
  KnowledgeDocumentInput,
  KnowledgeDocumentPage,
  KnowledgeDocumentQuery,
  KnowledgePassages,
  KnowledgeSearch,
} from './schemas.js';

/** Maximum passages that can be embedded within one request. */
const maximumPassages = 200;

async function requirePatient(tx: Transaction, patientId: string): Promise<void> {
  const found = await tx.select({ id: patients.id }).from(patients).where(eq(patients.id, patientId));
  if (found.length === 0) throw createValidationProblem('/patientId', 'does not exist');
}

/** @throws Problem `not-found` for a document that the caller can't see */
async function requireDocument(tx: Transaction, id: string): Promise<DocumentRow> {
  const row = await findDocument(tx, id);
  if (row === undefined) throw new Problem('not-found');
  return row;
}

const toDocument = (row: DocumentRow): KnowledgeDocument => ({
  ...toCommonFields(row),
  title: row.title,
  patientId: row.patientId,
  source: row.source,
  passageCount: row.passageIds.length,
  embedder: row.embedder,
});

export function createKnowledgeRouter(embedder: Embedder): OperationRouter {
  const knowledge = new OperationRouter('Knowledge', { resourceType: 'DocumentReference', patientData: true });

  knowledge.inSteps('post', '/v1/agent/knowledge/search', {
    operationId: 'searchKnowledge',
    summary: 'Search the knowledge base',
    description:
      "Administrators, medics and machines only. Searches by meaning and by words. Always searches general documents, and a patient's documents only if you set `patientId`.",
    policy: { permission: 'knowledge:search', action: 'knowledge.search' },
    ...exchange.search(KnowledgeSearch, 'The matching passages, best first.', KnowledgePassages),
    async handler(c) {
      const { steps, audit: trail } = c.var;
      const { query, limit = 8, ...asked } = c.req.valid('json');
      const patientId = asked.patientId ?? undefined;
      if (patientId !== undefined) await steps.run((tx) => requirePatient(tx, patientId));
      const [embedding = []] = await orUnavailable(embedder.embed([query]), EmbeddingError);
      return steps.finish(async (tx) => {
        const found = await searchKnowledge(tx, { query, embedding, embedder: embedder.name, patientId, limit });
        // Record a search about a patient even if it found nothing.
        trail.addPatients([
          ...(patientId === undefined ? [] : [patientId]),
          ...found.flatMap((passage) => passage.patientId ?? []),
        ]);
        return c.json({ data: found, embedder: embedder.name }, 200);
      });
    },
  });

  knowledge.inSteps('post', '/v1/agent/knowledge/documents', {
    operationId: 'addKnowledgeDocument',
    summary: 'Add a document',
    description:
      'Administrators and machines only. Splits the text into passages at headings and paragraphs; each passage can be found separately.',
    policy: { permission: 'knowledge:write', action: 'knowledge.add' },
    ...exchange.create(
      '/v1/agent/knowledge/documents/{id}',
      KnowledgeDocumentInput,
      'The new document.',
      KnowledgeDocument,
    ),
    async handler(c) {
      const { steps, audit: trail } = c.var;
      const { title, text, patientId = null, source = null } = c.req.valid('json');
      const passages = splitIntoPassages(text).length;
      if (passages === 0) throw createValidationProblem('/text', 'must contain more than headings');
      if (passages > maximumPassages)
        throw createValidationProblem('/text', `must not have more than ${maximumPassages} passages`);
      if (patientId !== null) await steps.run((tx) => requirePatient(tx, patientId));
      const document = { id: randomUUID(), title, patientId, source };
      const signal = AbortSignal.timeout(steps.leftMilliseconds());
      const rows = await orUnavailable(prepareDocument({ ...document, text }, embedder, { signal }), EmbeddingError);
      return steps.finish(async (tx) => {
        await addDocument(tx, rows);
        trail.setResource(document.id, patientId ?? undefined);
        return answerCreated(c, '/v1/agent/knowledge/documents', toDocument(await requireDocument(tx, document.id)));
      });
    },
  });

  knowledge.transactional('get', '/v1/agent/knowledge/documents', {
    operationId: 'listKnowledgeDocuments',
    summary: 'List documents',
    description:
      'Administrators, medics and machines only. Returns general documents and those of patients, newest first.',
    policy: { permission: 'knowledge:search', action: 'knowledge.list' },
    ...exchange.list(KnowledgeDocumentQuery, 'A page of documents.', KnowledgeDocumentPage),
    async handler(c) {
      const { tx, audit: trail } = c.var;
      const { rows, page } = await listDocuments(tx, await readListRequest(c, 'documents', c.req.valid('query')));
      trail.addPatients(rows.flatMap(({ patientId }) => patientId ?? []));
      return c.json({ data: rows.map(toDocument), page }, 200);
    },
  });

  knowledge.transactional('get', '/v1/agent/knowledge/documents/{id}', {
    operationId: 'getKnowledgeDocument',
    summary: 'Get a document',
    description:
      'Administrators, medics and machines only. Returns the document without its text, which a search finds.',
    policy: { permission: 'knowledge:search', action: 'knowledge.read' },
    ...exchange.read('The document.', KnowledgeDocument),
    async handler(c) {
      const { tx, audit: trail } = c.var;
      const row = await requireDocument(tx, c.req.valid('param').id);
      trail.setResource(row.id, row.patientId ?? undefined);
      return answerRead(c, toDocument(row));
    },
  });

  knowledge.transactional('delete', '/v1/agent/knowledge/documents/{id}', {
    operationId: 'removeKnowledgeDocument',
    summary: 'Remove a document',
    description: 'Administrators and machines only. Removes the document with all its passages.',
    policy: { permission: 'knowledge:write', action: 'knowledge.remove' },
    ...exchange.remove('The document was removed.'),
    async handler(c) {
      const { tx, audit: trail } = c.var;
      const row = await requireDocument(tx, c.req.valid('param').id);
      trail.setResource(row.id, row.patientId ?? undefined);
      requireIfMatch(c, row.version);
      await removeDocument(tx, row.id);
      return c.body(null, 204);
    },
  });

  return knowledge;
}
