import { sql } from 'drizzle-orm';
import { index, pgPolicy, pgSchema, pgTable, text, uuid, vector } from 'drizzle-orm/pg-core';
import { jsonbColumn, jsonColumn, resourceColumns } from './columns.js';
import { patients } from './patients.js';
import { bedrockUser, callerIs, isVisiblePatient, tablePolicies } from './policies.js';

export const bedrockIntegration = pgSchema('bedrock_integration');

/** Dimensions of Amazon Titan Text Embeddings v2. */
export const embeddingDimensions = 1024;

/** Bedrock writes here too, so an invalid id must not make every search fail. */
const isOfVisiblePatient = sql.raw(
  `case when custom_metadata ->> 'patientId' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then exists (select from patients where patients.id = (custom_metadata ->> 'patientId')::uuid offset 0) else custom_metadata ->> 'patientId' is null end`,
);

/**
 * Passages of the knowledge base, in the shape that Amazon Bedrock Knowledge Bases requires of an Aurora table:
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.VectorDB.html. `customMetadata` contains
 * `documentId` and, for a passage about one patient, `patientId`.
 */
export const knowledgeBase = bedrockIntegration.table(
  'knowledge_base',
  {
    id: uuid().primaryKey().defaultRandom(),
    embedding: vector({ dimensions: embeddingDimensions }),
    chunks: text(),
    metadata: jsonColumn(),
    customMetadata: jsonbColumn(),
  },
  (table) => [
    index('knowledge_base_embedding')
      .using('hnsw', table.embedding.op('vector_cosine_ops'))
      .with({ m: 16, ef_construction: 256 }),
    index('knowledge_base_chunks').using('gin', sql`to_tsvector('simple', chunks)`),
    index('knowledge_base_custom_metadata').using('gin', table.customMetadata),
    // Only general documents, because a search rarely reaches them among the passages of 100,000 patients.
    index('knowledge_base_general_embedding')
      .using('hnsw', table.embedding.op('vector_cosine_ops'))
      .with({ m: 16, ef_construction: 256 })
      .where(sql`(custom_metadata ->> 'patientId') is null`),
    index('knowledge_base_general_chunks')
      .using('gin', sql`to_tsvector('simple', chunks)`)
      .where(sql`(custom_metadata ->> 'patientId') is null`),
    index('knowledge_base_patient').on(sql`(custom_metadata ->> 'patientId')`),
    index('knowledge_base_document').on(sql`(custom_metadata ->> 'documentId')`),
    ...tablePolicies('knowledge_base', {
      select: sql`${callerIs('admin', 'loader')} or (${callerIs('medic', 'service')} and ${isOfVisiblePatient})`,
      insert: callerIs('admin', 'service', 'loader'),
      update: callerIs('admin', 'service', 'loader'),
      delete: callerIs('admin', 'service', 'loader'),
    }),
    pgPolicy('knowledge_base_bedrock', {
      for: 'all',
      to: bedrockUser,
      using: sql.raw('true'),
      withCheck: sql.raw('true'),
    }),
  ],
);

/**
 * The documents that passages come from. The trigger `keep_documents` maintains them, so that they include what Bedrock or an
 * earlier release writes. Finding a document's passages by `passage_ids` needs no search through JSON, which row-level
 * security keeps from using an index.
 */
export const knowledgeDocuments = pgTable(
  'knowledge_documents',
  {
    ...resourceColumns(),
    title: text().notNull(),
    patientId: uuid().references(() => patients.id),
    source: text(),
    embedder: text(),
    passageIds: uuid().array().notNull(),
  },
  (table) => [
    index('knowledge_documents_created_at').on(table.createdAt, table.id),
    index('knowledge_documents_updated_at').on(table.updatedAt, table.id),
    index('knowledge_documents_patient').on(table.patientId, table.createdAt, table.id),
    ...tablePolicies('knowledge_documents', {
      select: sql`${callerIs('admin', 'loader')} or (${callerIs('medic', 'service')} and (patient_id is null or ${isVisiblePatient('patient_id')}))`,
    }),
  ],
);
