import { z } from '@hono/zod-openapi';
import { anyOf, changesQuery } from '../../http/filters.js';
import { inBothDirections, pageQuery, toPageSchema } from '../../http/pagination.js';
import { id, idOutput, resourceFields, searchTerm, textOutput, trimmedText } from '../../http/schemas.js';

/** A search of the general documents and, if `patientId` is set, of that patient's documents. */
export const KnowledgeSearch = z
  .strictObject({
    query: trimmedText(1000).describe('A question or a few words.'),
    patientId: id.nullish().describe("Also search this patient's documents."),
    limit: z.int().min(1).max(20).optional().openapi({ format: 'int32' }).describe('Maximum number of passages.'),
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
    score: z
      .number()
      .min(0)
      .max(1)
      .openapi({ format: 'double', description: 'Compare scores only within one search.' }),
  })
  .openapi('KnowledgePassage');

export const KnowledgePassages = z
  .strictObject({
    data: z.array(KnowledgePassage).max(20),
    embedder: textOutput(100).openapi({
      description: 'The embedding model, for example `amazon.titan-embed-text-v2:0`.',
    }),
  })
  .openapi('KnowledgePassages');

export const KnowledgeDocumentInput = z
  .strictObject({
    title: trimmedText(200),
    // A document is embedded within one request.
    text: trimmedText(50_000).openapi({ description: 'Plain text or Markdown, split at headings.' }),
    patientId: id.openapi({ description: "The document's patient. Leave it out for a general document." }).nullish(),
    source: trimmedText(500).openapi({ description: 'The source of the document, as shown in citations.' }).nullish(),
  })
  .openapi('KnowledgeDocumentInput');

export const KnowledgeDocument = z
  .strictObject({
    ...resourceFields,
    title: textOutput(200),
    patientId: idOutput.nullable(),
    source: textOutput(500).nullable(),
    passageCount: z.int().min(0).max(2_147_483_647).openapi({ format: 'int32' }),
    embedder: textOutput(100).nullable(),
  })
  .openapi('KnowledgeDocument');
export type KnowledgeDocument = z.infer<typeof KnowledgeDocument>;

export const KnowledgeDocumentQuery = z.strictObject({
  ...pageQuery,
  search: searchTerm('Words in the title, in any order. Ignores case and accents.'),
  patientId: anyOf(id),
  ...changesQuery,
  sort: z.enum(inBothDirections('createdAt', 'updatedAt')).default('-createdAt'),
});

export const KnowledgeDocumentPage = toPageSchema(KnowledgeDocument).openapi('KnowledgeDocumentPage');
