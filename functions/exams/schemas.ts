import { z } from '@hono/zod-openapi';
import { toMergePatchSchema } from '../http/merge-patch.js';
import { inBothDirections, pageQuery, toPageSchema } from '../http/pagination.js';
import {
  flag,
  forAdministrators,
  instantOutput,
  resourceFields,
  searchTerm,
  textOutput,
  trimmedText,
} from '../http/schemas.js';

export const ExamInput = z
  .strictObject({
    name: trimmedText(200),
    type: trimmedText(100).openapi({ description: 'For example laboratory, imaging or consultation.' }),
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
    name: textOutput(200),
    type: textOutput(100),
    description: textOutput(2000).nullable(),
    durationMinutes: z.int().min(5).max(480).openapi({ format: 'int32' }),
    preparationInstructions: textOutput(2000).nullable(),
    active: z.boolean(),
    removedAt: forAdministrators(instantOutput),
  })
  .openapi('Exam');
export type Exam = z.infer<typeof Exam>;

const sorts = ['name', 'createdAt'] as const;
export type ExamSort = (typeof sorts)[number];

export const ExamQuery = z.strictObject({
  ...pageQuery,
  search: searchTerm.optional().openapi({
    description: 'Words in the name, in any order. Ignores case and accents.',
  }),
  type: trimmedText(100).optional(),
  active: flag.optional(),
  sort: z.enum(inBothDirections(...sorts)).default('name'),
});

export const ExamPage = toPageSchema(Exam).openapi('ExamPage');
