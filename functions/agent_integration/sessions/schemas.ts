import { z } from '@hono/zod-openapi';
import { inBothDirections, pageQuery, toPageSchema } from '../../http/pagination.js';
import { dayOutput, id, idOutput, instantOutput, resourceFields, textOutput, trimmedText } from '../../http/schemas.js';
import { toolNames } from '../tool-names.js';

/** What a client opens a conversation with. */
export const AssistantSessionInput = z
  .strictObject({
    patientId: id.nullish().openapi({
      description: 'Ties the conversation to one patient: nobody else’s documents are searched, nobody else is booked.',
    }),
    title: trimmedText(200).nullish(),
  })
  .openapi('AssistantSessionInput');
export type AssistantSessionInput = z.infer<typeof AssistantSessionInput>;

export const AssistantSession = z
  .strictObject({ ...resourceFields, patientId: idOutput.nullable(), title: textOutput(200).nullable() })
  .openapi('AssistantSession');
export type AssistantSession = z.infer<typeof AssistantSession>;

export const SessionQuery = z.strictObject({
  ...pageQuery,
  patientId: id.optional(),
  sort: z.enum(inBothDirections('createdAt')).default('-createdAt'),
});

export const AssistantSessionPage = toPageSchema(AssistantSession).openapi('AssistantSessionPage');

/** Longest that a person may write at once; a model reads all of it anew with each turn. */
const maximumContentCharacters = 4_000;

/** Longest answer that is kept; a model's own limit of tokens is below it. */
export const maximumAnswerCharacters = 20_000;

export const AssistantMessageInput = z
  .strictObject({
    content: trimmedText(maximumContentCharacters),
    confirms: id.nullish().openapi({
      description:
        'The `id` of the booking that the last answer proposed. Without it a message that says yes and nothing else confirms.',
    }),
  })
  .openapi('AssistantMessageInput');
export type AssistantMessageInput = z.infer<typeof AssistantMessageInput>;

/** Passages that one answer may name. */
export const maximumCitations = 20;

const Citation = z
  .strictObject({
    number: z.int().min(1).max(1000).openapi({ format: 'int32', description: 'In brackets in the text: `[1]`.' }),
    documentId: idOutput,
    title: textOutput(200),
    source: textOutput(500).nullable(),
    patientId: idOutput.nullable(),
    passage: textOutput(5000),
  })
  .openapi('AssistantCitation');
export type Citation = z.infer<typeof Citation>;

/** Tool calls that one answer may come to. */
export const maximumToolCalls = 8;

const ProposedBooking = z
  .strictObject({
    patientId: idOutput,
    patientName: textOutput(201),
    patientBirthDate: dayOutput.openapi({ description: 'Tells patients of one name apart.' }),
    medicId: idOutput,
    medicName: textOutput(201),
    examId: idOutput,
    examName: textOutput(200),
    startsAt: instantOutput,
    endsAt: instantOutput,
    notes: textOutput(2000).nullable(),
  })
  .openapi('AssistantProposedBooking');
export type ProposedBooking = z.infer<typeof ProposedBooking>;

const ToolCall = z
  .strictObject({
    id: idOutput,
    name: z.enum(toolNames),
    outcome: z.enum(['done', 'refused', 'proposed']).openapi({
      description: '`proposed`: nothing is booked unless the next message confirms it. `refused`: see `problem`.',
    }),
    problem: textOutput(2000).nullable().openapi({ description: 'Why it was refused.' }),
    proposal: ProposedBooking.nullable(),
    reservationId: idOutput.nullable().openapi({ description: 'Of the booking that was made.' }),
  })
  .openapi('AssistantToolCall');
export type ToolCall = z.infer<typeof ToolCall>;

export const stopReasons = ['answered', 'length', 'guardrail', 'filtered', 'limit'] as const;

const count = z.int().min(0).max(Number.MAX_SAFE_INTEGER).openapi({ format: 'int64' });

const AnswerUsage = z
  .strictObject({
    model: textOutput(200).openapi({
      description:
        'What made the answer: a Bedrock model’s id; `extractive`, which is no model and quotes passages by rules; `confirmation` where a booking was confirmed and no model was asked.',
    }),
    embedder: textOutput(200).openapi({ description: 'What compared the meanings in the search.' }),
    stopReason: z.enum(stopReasons).openapi({
      description:
        'Why the answer ends: complete, at its longest, stopped by the guardrail or the model’s own filter, or out of tool calls.',
    }),
    turns: count.openapi({ description: 'How often the model was asked.' }),
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
      description:
        'Plain text, to be shown as such: what reads as a link or a picture in it may come from a document, and a picture that is fetched tells its server what its address says.',
    }),
  })
  .openapi('AssistantMessage');

const answerParts = {
  citations: z.array(Citation).max(maximumCitations),
  toolCalls: z.array(ToolCall).max(maximumToolCalls),
};

/** What a message is answered with. */
export const AssistantReply = z
  .strictObject({
    message: Message,
    ...answerParts,
    patient: z
      .strictObject({ id: idOutput, fullName: textOutput(201) })
      .nullable()
      .openapi({ description: 'Whom the answer is about: the session’s patient, or the one whom a tool found.' }),
    usage: AnswerUsage,
  })
  .openapi('AssistantReply');
export type AssistantReply = z.infer<typeof AssistantReply>;

/** A message as it is listed; what a user wrote has no citations and called no tools. */
export const StoredMessage = z
  .strictObject({ ...Message.shape, ...answerParts, usage: AnswerUsage.nullable() })
  .openapi('AssistantKeptMessage');
export type StoredMessage = z.infer<typeof StoredMessage>;

export const MessageQuery = z.strictObject({
  ...pageQuery,
  sort: z.enum(inBothDirections('createdAt')).default('createdAt'),
});

export const MessagePage = toPageSchema(StoredMessage).openapi('AssistantMessagePage');
