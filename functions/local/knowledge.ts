import type { Database } from '../../db/client/database.js';
import { sampleKnowledge } from '../../db/sample/knowledge.js';
import { lexicalEmbedder } from '../knowledge/lexical-embedder.js';
import { addDocument, prepareDocument, removeDocument } from '../knowledge/store.js';

/** Adds the sample's general documents to the knowledge base, replacing earlier versions. */
export async function loadSampleKnowledge(database: Database): Promise<void> {
  const caller = { role: 'loader', subject: 'npm start', requestId: crypto.randomUUID() } as const;
  for (const document of sampleKnowledge) {
    const rows = await prepareDocument({ ...document, patientId: null }, lexicalEmbedder);
    await database.transaction(caller, async (tx) => {
      await removeDocument(tx, document.id);
      await addDocument(tx, rows);
    });
  }
}
