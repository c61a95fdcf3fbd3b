import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { fileCategories } from '../../../db/schema/index.js';
import { fitText, leaveOutIfPresent, leaveOutOthers, requireRow } from './columns.js';
import { type Attachment, attachment, base, reference, text } from './data-types.js';
import { defineMapping, type MappedRow, type MappingContext } from './mapping.js';

const contentTypePattern = /^\s*text\/plain\s*(?:;.*)?$/i;

const getCharset = (contentType: string): string =>
  /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1]?.toLowerCase() ?? 'utf-8';

/** Finds the decoder of a charset, by its names in the Encoding Standard. */
function findDecoder(charset: string, isFatal = false): InstanceType<typeof TextDecoder> | undefined {
  try {
    return new TextDecoder(charset, { fatal: isFatal, ignoreBOM: true });
  } catch {
    return undefined;
  }
}

/** Node skips characters that are not Base64, and would decode something else. */
function isBase64(data: string): boolean {
  const compact = data.replace(/\s+/g, '');
  return compact.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(compact);
}

/** Returns the reason if an attachment has no text that can be loaded. */
function findAttachmentFault({ data, contentType = '' }: Attachment): string | undefined {
  if (data === undefined) return 'attachment stored elsewhere';
  if (!contentTypePattern.test(contentType)) return 'attachment not plain text';
  if (!isBase64(data)) return 'attachment is not Base64';
  return findDecoder(getCharset(contentType)) === undefined ? 'attachment in an unknown encoding' : undefined;
}

export const isPlainText = (form: Attachment): boolean => findAttachmentFault(form) === undefined;

/** Decodes an attachment. The bytes are null if they are the text in UTF-8. */
export function readText({ data = '', contentType = '' }: Attachment, element: string, context: MappingContext) {
  const bytes = Buffer.from(data, 'base64');
  const charset = getCharset(contentType);
  let decoded = findDecoder(charset)?.decode(bytes) ?? '';
  if (charset === 'utf-8' && decoded.includes('\uFFFD')) {
    try {
      findDecoder(charset, true)?.decode(bytes);
    } catch {
      context.note('a text that is not in the encoding that it names was read as Windows-1252');
      decoded = findDecoder('windows-1252')?.decode(bytes) ?? '';
    }
  }
  const storable = decoded.replaceAll('\0', '');
  if (storable !== decoded) context.leaveOut(`${element}.data`, 'NUL characters, in searches only');
  const isUtf8 = Buffer.from(storable, 'utf8').equals(bytes);
  return { text: storable, bytes, content: isUtf8 ? null : bytes, charset };
}

/** Returns a file and its text. */
export function toFileRows(
  file: {
    readonly id: string;
    readonly patientId: string;
    readonly form: Attachment;
    readonly category: (typeof fileCategories)[number];
    readonly name?: string | undefined;
  },
  element: string,
  context: MappingContext,
): MappedRow[] {
  const { id, patientId, form, category } = file;
  const { text: decoded, bytes, content, charset } = readText(form, element, context);
  return [
    {
      table: 'files',
      values: {
        id,
        patient_id: patientId,
        file_name: fitText(form.title ?? file.name, 255, `${element}.title`, context) ?? 'document.txt',
        content_type: charset === 'utf-8' ? 'text/plain' : `text/plain; charset=${charset}`,
        size_bytes: bytes.byteLength,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        category,
        status: 'available',
        object_key: `fhir/${id}`,
      },
    },
    {
      table: 'file_texts',
      // PostgreSQL's notation of bytes, because rows travel as JSON.
      values: { id, patient_id: patientId, text: decoded, content: content && `\\x${content.toString('hex')}` },
    },
  ];
}

/** A document becomes a file and its text. Only inline plain text is loaded. */
export const documentReferenceMapping = defineMapping({
  schema: z.looseObject({
    ...base,
    status: text.optional(),
    docStatus: text.optional(),
    description: z.string().optional(),
    subject: reference.optional(),
    content: z.array(z.looseObject({ attachment })).min(1),
  }),
  findRefusal({ content }) {
    const faults = content.map(({ attachment: form }) => findAttachmentFault(form));
    return faults.includes(undefined) ? undefined : faults[0];
  },
  toRows(document, context) {
    const id = context.toRowId('DocumentReference', document.id);
    const form = document.content.map(({ attachment: one }) => one).find(isPlainText) ?? {};
    leaveOutOthers(document.content.length, 1, 'content', 'one plain text is kept', context);
    if (form.title !== undefined) leaveOutIfPresent(document.description, 'description', 'the title is kept', context);
    const patientId = requireRow(document.subject, 'Patient', 'subject', context);
    const file = { id, patientId, form, category: 'medical-history', name: document.description } as const;
    return toFileRows(file, 'content.attachment', context);
  },
});
