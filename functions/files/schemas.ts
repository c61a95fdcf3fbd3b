import { z } from '@hono/zod-openapi';
import { fileCategories, fileRejections, fileStatuses } from '../../db/schema/index.js';
import { inBothDirections, pageQuery, toPageSchema } from '../http/pagination.js';
import {
  forAdministrators,
  id,
  idOutput,
  instantOutput,
  resourceFields,
  textOutput,
  trimmedText,
} from '../http/schemas.js';

/** Largest file, 100 MiB; the table says so too. */
export const maximumFileBytes = 100 * 1024 * 1024;

const category = z.enum(fileCategories);
const confidence = z.number().min(0).max(1).openapi({ format: 'double' });

/**
 * Whoever saves a download under its name must not end up in another folder, nor be shown another ending than it has, which
 * characters that turn the direction of writing can do (Unicode Technical Report 36).
 */
const fileName = trimmedText(255)
  .refine(
    (name) => !/[/\\\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u.test(name),
    'must hold no slash, backslash, line break, control character or change of the direction of writing',
  )
  .refine((name) => name !== '.' && name !== '..', 'must name a file and no folder')
  .openapi({ pattern: '^[^/\\\\\\u0000-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]+$' });

/** What a client says of a file before it uploads it. */
export const FileUploadInput = z
  .strictObject({
    patientId: id,
    fileName,
    contentType: z
      .string()
      .trim()
      .toLowerCase()
      .min(1)
      .max(100)
      .openapi({ description: 'One of the types that the clinic takes.', example: 'application/pdf' }),
    sizeBytes: z.int().min(1).max(maximumFileBytes).openapi({ format: 'int64' }),
    sha256: z
      .string()
      .trim()
      .toLowerCase()
      .regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 of 64 hexadecimal digits')
      .openapi({ type: 'string', pattern: '^[0-9a-fA-F]{64}$', minLength: 64, maxLength: 64 }),
    category: category.default('other'),
  })
  .openapi('FileUploadInput');
export type FileUploadInput = z.infer<typeof FileUploadInput>;

export const FileClassificationInput = z
  .strictObject({
    category,
    confidence,
    source: trimmedText(100).openapi({ description: 'Who or what says so, such as `review` or the name of a model.' }),
  })
  .openapi('FileClassificationInput');

const fileFields = {
  ...resourceFields,
  patientId: idOutput,
  fileName: textOutput(255),
  contentType: textOutput(100),
  sizeBytes: z.int().min(0).max(maximumFileBytes).openapi({ format: 'int64' }),
  sha256: textOutput(64).openapi({ description: 'Hexadecimal.' }),
  category,
  classification: z.strictObject({ category, confidence, source: textOutput(100) }).nullable(),
  status: z.enum(fileStatuses),
  rejectionReason: z
    .enum(fileRejections)
    .nullable()
    .openapi({ description: 'Why the upload did not become a file; null unless it is `rejected`.' }),
  uploadExpiresAt: instantOutput.nullable().openapi({ description: 'Until when a `pending` file can be uploaded.' }),
  removedAt: forAdministrators(instantOutput),
};

export const File = z.strictObject(fileFields).openapi('File');
export type File = z.infer<typeof File>;

const url = textOutput(8000).openapi({ format: 'uri' });

export const FileUpload = z
  .strictObject({
    ...fileFields,
    upload: z.strictObject({
      method: z.literal('PUT'),
      url,
      headers: z.record(textOutput(100), textOutput(2000)).openapi({
        description: 'Must be sent as they are, with a body of exactly `sizeBytes` bytes.',
      }),
      expiresAt: instantOutput,
    }),
  })
  .openapi('FileUpload');

export const FileDownload = z
  .strictObject({
    url,
    expiresAt: instantOutput,
    fileName: textOutput(255).openapi({ description: 'The file’s own name, which the URL does not tell.' }),
    contentType: textOutput(100),
    sizeBytes: z.int().min(0).max(maximumFileBytes).openapi({ format: 'int64' }),
    sha256: textOutput(64),
  })
  .openapi('FileDownload');

export const FileQuery = z.strictObject({
  ...pageQuery,
  patientId: id.optional().openapi({
    description: 'Required unless the caller is an administrator.',
  }),
  category: category.optional(),
  status: z.enum(fileStatuses).optional(),
  sort: z.enum(inBothDirections('createdAt')).default('-createdAt'),
});

export const FilePage = toPageSchema(File).openapi('FilePage');
