import { z } from '@hono/zod-openapi';
import { fileCategories, fileRejections, fileStatuses } from '../../db/schema/index.js';
import { anyOf, changesQuery } from '../http/filters.js';
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

/** Maximum file size, 100 MiB. The table has the same limit. */
export const maximumFileBytes = 100 * 1024 * 1024;

const category = z.enum(fileCategories);
const confidence = z.number().min(0).max(1).openapi({ format: 'double' });

/**
 * A saved file must not escape its folder or disguise its extension, which bidirectional control characters can do
 * (Unicode Technical Report 36).
 */
const fileName = trimmedText(255)
  .refine(
    (name) => !/[/\\\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u.test(name),
    'must not contain slashes, backslashes, line breaks, control characters or bidirectional controls',
  )
  .refine((name) => name !== '.' && name !== '..', 'must not be `.` or `..`')
  .openapi({ pattern: '^[^/\\\\\\u0000-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]+$' });

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
      .openapi({ description: 'A media type that the clinic allows.', example: 'application/pdf' }),
    sizeBytes: z.int().min(1).max(maximumFileBytes).openapi({ format: 'int64' }),
    sha256: z
      .string()
      .trim()
      .toLowerCase()
      .regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 checksum of 64 hexadecimal digits')
      .openapi({ pattern: '^[0-9a-fA-F]{64}$', minLength: 64, maxLength: 64 }),
    category: category.default('other'),
  })
  .openapi('FileUploadInput');
export type FileUploadInput = z.infer<typeof FileUploadInput>;

export const FileClassificationInput = z
  .strictObject({
    category,
    confidence,
    source: trimmedText(100).openapi({
      description: 'Who or what classified it, for example `review` or a model name.',
    }),
  })
  .openapi('FileClassificationInput');

const fileFields = {
  ...resourceFields,
  patientId: idOutput,
  fileName: textOutput(255),
  contentType: textOutput(100),
  sizeBytes: z.int().min(0).max(maximumFileBytes).openapi({ format: 'int64' }),
  sha256: textOutput(64).openapi({ description: 'The SHA-256 checksum, in hexadecimal.' }),
  category,
  classification: z.strictObject({ category, confidence, source: textOutput(100) }).nullable(),
  status: z.enum(fileStatuses),
  rejectionReason: z
    .enum(fileRejections)
    .nullable()
    .openapi({ description: 'The reason why the upload was rejected. Null unless the status is `rejected`.' }),
  uploadExpiresAt: instantOutput
    .nullable()
    .openapi({ description: 'The deadline of a `pending` upload. Otherwise null.' }),
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
        description: 'Headers to send unchanged with the upload. The body must have exactly `sizeBytes` bytes.',
      }),
      expiresAt: instantOutput,
    }),
  })
  .openapi('FileUpload');

export const FileDownload = z
  .strictObject({
    url,
    expiresAt: instantOutput,
    fileName: textOutput(255).openapi({ description: "The original file name, which the URL doesn't contain." }),
    contentType: textOutput(100),
    sizeBytes: z.int().min(0).max(maximumFileBytes).openapi({ format: 'int64' }),
    sha256: textOutput(64),
  })
  .openapi('FileDownload');

export const FileQuery = z.strictObject({
  ...pageQuery,
  patientId: anyOf(id).openapi({
    description: 'Required unless the caller is an administrator.',
  }),
  category: anyOf(category),
  status: anyOf(z.enum(fileStatuses)),
  ...changesQuery,
  sort: z.enum(inBothDirections('createdAt', 'updatedAt')).default('-createdAt'),
});

export const FilePage = toPageSchema(File).openapi('FilePage');
