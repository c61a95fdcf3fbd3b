import { z } from '@hono/zod-openapi';
import { toMergePatchSchema } from '../http/merge-patch.js';
import { inBothDirections, pageQuery, toPageSchema } from '../http/pagination.js';
import { flag, instantOutput, resourceFields, searchTerm, trimmedText } from '../http/schemas.js';

/** What a client says of an exam. */
export const ExamInput = z
  .strictObject({
    name: trimmedText(200),
    type: trimmedText(100).openapi({ description: 'Such as laboratory, imaging, consultation.' }),
    description: trimmedText(2000).nullish(),
    durationMinutes: z.int().min(5).max(480).openapi({ format: 'int32' }),
    preparationInstructions: trimmedText(2000).nullish(),
    active: z.boolean().default(true),
  })
  .openapi('ExamInput');
export type ExamInput = z.infer<typeof ExamInput>;

export const ExamPatch = toMergePatchSchema(ExamInput).openapi('ExamPatch');

export const Exam = z
  .strictObject({
    ...resourceFields,
    name: z.string().max(200),
    type: z.string().max(100),
    description: z.string().max(2000).nullable(),
    durationMinutes: z.int().min(5).max(480).openapi({ format: 'int32' }),
    preparationInstructions: z.string().max(2000).nullable(),
    active: z.boolean(),
    removedAt: instantOutput.nullable().optional().openapi({ description: 'For administrators only.' }),
  })
  .openapi('Exam');
export type Exam = z.infer<typeof Exam>;

const sorts = ['name', 'createdAt'] as const;
export type ExamSort = (typeof sorts)[number];

export const ExamQuery = z.strictObject({
  ...pageQuery,
  search: searchTerm.optional().openapi({
    param: { name: 'search', in: 'query' },
    description: 'Words of the name, with or without accents.',
  }),
  type: trimmedText(100)
    .optional()
    .openapi({ param: { name: 'type', in: 'query' } }),
  active: flag.optional().openapi({ param: { name: 'active', in: 'query' } }),
  sort: z
    .enum(inBothDirections(...sorts))
    .default('name')
    .openapi({ param: { name: 'sort', in: 'query' } }),
});

export const ExamPage = toPageSchema(Exam).openapi('ExamPage');
