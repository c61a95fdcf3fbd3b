import { z } from '@hono/zod-openapi';
import { catalogQuery } from '../http/catalog.js';
import { toMergePatchSchema } from '../http/merge-patch.js';
import { pageQuery, toPageSchema } from '../http/pagination.js';
import {
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

export const ExamQuery = z.strictObject({
  ...pageQuery,
  search: searchTerm('Words in the name, in any order. Ignores case and accents.'),
  type: trimmedText(100).optional(),
  ...catalogQuery,
});

export const ExamPage = toPageSchema(Exam).openapi('ExamPage');
