import { z } from '@hono/zod-openapi';
import { id, text } from '../../http/schemas.js';

/** What is searched for in the knowledge base, in general documents and, where one is named, in those of a patient. */
export const KnowledgeSearch = z
  .strictObject({
    query: text(1000).describe('A question or a few words.'),
    patientId: id.optional().describe('Whose documents are searched besides the general ones.'),
    limit: z.int().min(1).max(20).optional().openapi({ format: 'int32' }).describe('At most so many passages.'),
  })
  .openapi('KnowledgeSearch');
export type KnowledgeSearch = z.infer<typeof KnowledgeSearch>;
