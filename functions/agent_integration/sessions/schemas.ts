import { z } from '@hono/zod-openapi';
import { anyOf, changesQuery } from '../../http/filters.js';
import { inBothDirections, pageQuery, toPageSchema } from '../../http/pagination.js';
import { partialDateOutput } from '../../http/partial-dates.js';
import {
  id,
  idOutput,
  instantOutput,
  reservationOutputs,
  resourceFields,
  textOutput,
  trimmedText,
} from '../../http/schemas.js';
import { toPlainText } from '../plain-text.js';

export const maximumTitleCharacters = 200;

export const AssistantSessionInput = z
  .strictObject({
    patientId: id
      .openapi({
        description:
          'Ties the session to one patient. Record reads, searches and bookings are then restricted to that patient.',
      })
      .nullish(),
    title: trimmedText(maximumTitleCharacters).nullish(),
  })
  .openapi('AssistantSessionInput');
export type AssistantSessionInput = z.infer<typeof AssistantSessionInput>;

export const AssistantSession = z
  .strictObject({
    ...resourceFields,
    patientId: idOutput.nullable(),
    title: textOutput(maximumTitleCharacters).nullable(),
  })
  .openapi('AssistantSession');
export type AssistantSession = z.infer<typeof AssistantSession>;

export const SessionQuery = z.strictObject({
  ...pageQuery,
  patientId: anyOf(id),
  ...changesQuery,
  sort: z.enum(inBothDirections('createdAt', 'updatedAt')).default('-createdAt'),
});

export const AssistantSessionPage = toPageSchema(AssistantSession).openapi('AssistantSessionPage');

/** The model's token limit is lower. */
export const maximumAnswerCharacters = 20_000;

export const AssistantMessageInput = z
  .strictObject({
    // The model reads the whole message again with each turn.
    content: trimmedText(4_000),
    confirms: id
      .openapi({
        description:
          'The `id` of the tool call in the last answer that proposed the booking to confirm. If omitted, `content` confirms the booking only if it is a plain yes.',
      })
      .nullish(),
  })
  .openapi('AssistantMessageInput');
export type AssistantMessageInput = z.infer<typeof AssistantMessageInput>;

export const maximumCitations = 20;
const citationCharacters = { title: 200, source: 500, passage: 5000 } as const;

const Citation = z
  .strictObject({
    number: z
      .int()
      .min(1)
      .max(1000)
      .openapi({ format: 'int32', description: 'The number of the citation in the text, such as `[1]`.' }),
    documentId: idOutput,
    title: textOutput(citationCharacters.title),
    source: textOutput(citationCharacters.source).nullable(),
    patientId: idOutput.nullable(),
    passage: textOutput(citationCharacters.passage),
  })
  .openapi('AssistantCitation');
export type Citation = z.infer<typeof Citation>;

/** Returns a citation without active content. Plain text can be longer than what it was made from. */
export const toPlainCitation = ({ title, source, passage, ...ids }: Citation): Citation => ({
  ...ids,
  title: toPlainText(title).slice(0, citationCharacters.title),
  source: source && toPlainText(source).slice(0, citationCharacters.source),
  passage: toPlainText(passage).slice(0, citationCharacters.passage),
});

export const maximumToolCalls = 8;

const ProposedBooking = z
  .strictObject({
    patientId: idOutput,
    patientName: textOutput(201),
    patientBirthDate: partialDateOutput.openapi({
      description: 'Distinguishes patients with the same name. As precise as it was given.',
    }),
    ...reservationOutputs,
    notes: textOutput(2000).nullable(),
    reason: textOutput(2000).nullable().openapi({ description: 'Why the patient comes, in clinical terms.' }),
  })
  .openapi('AssistantProposedBooking');
export type ProposedBooking = z.infer<typeof ProposedBooking>;

export const toolNames = [
  'lookUpPatients',
  'readRecord',
  'findAvailability',
  'bookReservation',
  'searchKnowledge',
] as const;
export type ToolName = (typeof toolNames)[number];

const ToolCall = z
  .strictObject({
    id: idOutput,
    name: z.enum(toolNames),
    outcome: z.enum(['done', 'refused', 'proposed']).openapi({
      description: '`proposed`: nothing is booked unless the next message confirms it. `refused`: see `problem`.',
    }),
    problem: textOutput(2000).nullable().openapi({ description: 'The reason for the refusal.' }),
    proposal: ProposedBooking.nullable(),
    reservationId: idOutput.nullable().openapi({ description: 'The reservation that was booked.' }),
  })
  .openapi('AssistantToolCall');
export type ToolCall = z.infer<typeof ToolCall>;

export const stopReasons = ['answered', 'length', 'guardrail', 'filtered', 'limit'] as const;

const count = z.int().min(0).max(Number.MAX_SAFE_INTEGER).openapi({ format: 'int64' });

const AnswerUsage = z
  .strictObject({
    model: textOutput(200).openapi({
      description:
        'The source of the answer: the id of a model; `extractive` without a model, when the assistant quotes; or `confirmation` if a booking was confirmed without asking a model.',
    }),
    embedder: textOutput(200).openapi({ description: 'The embedding model used for the search.' }),
    stopReason: z.enum(stopReasons).openapi({
      description:
        "Why the answer ended: it was complete (`answered`), too long (`length`), blocked by the guardrail (`guardrail`) or the model's filter (`filtered`), or reached the limit of tool calls (`limit`).",
    }),
    turns: count.openapi({ description: 'Number of model calls.' }),
    inputTokens: count,
    outputTokens: count,
    durationMilliseconds: count,
  })
  .openapi('AssistantUsage');
export type AnswerUsage = z.infer<typeof AnswerUsage>;

const Message = z
  .strictObject({
    id: idOutput,
    createdAt: instantOutput,
    role: z.enum(['user', 'assistant']),
    content: z.string().max(maximumAnswerCharacters).openapi({
      description: 'Plain text. An answer contains no images, HTML or links: `[1]` refers to a citation.',
    }),
  })
  .openapi('AssistantMessage');

const answerParts = {
  citations: z.array(Citation).max(maximumCitations),
  toolCalls: z.array(ToolCall).max(maximumToolCalls),
};

export const AssistantReply = z
  .strictObject({
    message: Message,
    ...answerParts,
    patient: z
      .strictObject({ id: idOutput, fullName: textOutput(201) })
      .nullable()
      .openapi({
        description: "The patient that the answer is about: the session's patient, or one that a tool found.",
      }),
    usage: AnswerUsage,
  })
  .openapi('AssistantReply');
export type AssistantReply = z.infer<typeof AssistantReply>;

/** A message in a list. A user's message has no citations or tool calls. */
export const StoredMessage = z
  .strictObject({ ...Message.shape, ...answerParts, usage: AnswerUsage.nullable() })
  .openapi('AssistantKeptMessage');
export type StoredMessage = z.infer<typeof StoredMessage>;

export const MessageQuery = z.strictObject({
  ...pageQuery,
  sort: z.enum(inBothDirections('createdAt')).default('createdAt'),
});

export const MessagePage = toPageSchema(StoredMessage).openapi('AssistantMessagePage');
