import { z } from '@hono/zod-openapi';
import { id, idOutput, textOutput, trimmedText } from '../../http/schemas.js';

/** What is searched for in the knowledge base, in general documents and, where one is named, in those of a patient. */
export const KnowledgeSearch = z
  .strictObject({
    query: trimmedText(1000).describe('A question or a few words.'),
    patientId: id.nullish().describe('Whose documents are searched besides the general ones.'),
    limit: z.int().min(1).max(20).optional().openapi({ format: 'int32' }).describe('At most so many passages.'),
  })
  .openapi('KnowledgeSearch');
export type KnowledgeSearch = z.infer<typeof KnowledgeSearch>;

const KnowledgePassage = z
  .strictObject({
    documentId: idOutput,
    title: textOutput(200),
    passage: textOutput(5000),
    patientId: idOutput.nullable(),
    source: textOutput(500).nullable(),
    score: z.number().min(0).max(1).openapi({ format: 'double', description: 'Only its order means something.' }),
  })
  .openapi('KnowledgePassage');

export const KnowledgePassages = z
  .strictObject({
    data: z.array(KnowledgePassage).max(20),
    embedder: textOutput(100).openapi({
      description: 'What compared the meanings, such as amazon.titan-embed-text-v2:0.',
    }),
  })
  .openapi('KnowledgePassages');

/** Longer texts belong into several documents: each is embedded within one request. */
export const maximumTextCharacters = 50_000;

export const KnowledgeDocumentInput = z
  .strictObject({
    title: trimmedText(200),
    text: trimmedText(maximumTextCharacters).openapi({ description: 'Plain text or Markdown; headings divide it.' }),
    patientId: id.nullish().openapi({ description: 'Whose document it is; a general one without.' }),
    source: trimmedText(500).nullish().openapi({ description: 'Where it comes from, as people would name it.' }),
  })
  .openapi('KnowledgeDocumentInput');

export const KnowledgeDocument = z
  .strictObject({
    id: idOutput,
    title: textOutput(200),
    patientId: idOutput.nullable(),
    source: textOutput(500).nullable(),
    passageCount: z.int().min(0).max(1000).openapi({ format: 'int32' }),
    embedder: textOutput(100),
  })
  .openapi('KnowledgeDocument');
