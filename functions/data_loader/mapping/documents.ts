import { createHash } from 'node:crypto';
import * as z from 'zod';
import { toRowId } from '../identifiers.js';
import { requireRow, truncateText } from './columns.js';
import { base, concept, instant, reference, text } from './data-types.js';
import { defineMapping } from './mapping.js';

const attachment = z.looseObject({
  contentType: text.optional(),
  data: z.string().optional(),
  url: text.optional(),
  title: text.optional(),
});

/** A document becomes a file and its text. Only inline plain text is loaded. */
export const documentReferenceMapping = defineMapping({
  schema: z.looseObject({
    ...base,
    status: text,
    type: concept.optional(),
    description: z.string().optional(),
    subject: reference,
    date: instant.optional(),
    content: z.array(z.looseObject({ attachment })).min(1),
  }),
  findRefusal({ status, content }) {
    if (status === 'entered-in-error') return 'status entered-in-error';
    const { data, contentType = '' } = content[0]?.attachment ?? {};
    if (data === undefined) return 'attachment stored elsewhere';
    return /^text\/plain\b/i.test(contentType) ? undefined : 'attachment not plain text';
  },
  toRows(document, context) {
    const id = toRowId('DocumentReference', document.id);
    const { data = '', title } = document.content[0]?.attachment ?? {};
    const bytes = Buffer.from(data, 'base64');
    const patientId = requireRow(document.subject, 'Patient', 'subject', context);
    return [
      {
        table: 'files',
        values: {
          id,
          patient_id: patientId,
          file_name: truncateText(title ?? document.description, 255, context) ?? 'document.txt',
          content_type: 'text/plain',
          size_bytes: bytes.byteLength,
          sha256: createHash('sha256').update(bytes).digest('hex'),
          category: 'medical-history',
          status: 'available',
          object_key: `fhir/${id}`,
        },
      },
      { table: 'file_texts', values: { id, patient_id: patientId, text: bytes.toString('utf8').replaceAll('\0', '') } },
    ];
  },
});
