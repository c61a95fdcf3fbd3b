import { type Examples, examplePage, exampleResource, exampleValues as values } from '../http/examples.js';
import type { KnowledgeDocument } from './knowledge/schemas.js';
import type { AssistantReply, AssistantSession } from './sessions/schemas.js';

const embedder = 'amazon.titan-embed-text-v2:0';

const document: KnowledgeDocument = {
  ...exampleResource(values.documentId),
  title: 'Preparing for a blood test',
  patientId: null,
  source: 'Patient handbook, 2026 edition',
  passageCount: 4,
  embedder,
};

const passage = {
  documentId: values.documentId,
  title: document.title,
  passage: 'Eat and drink nothing but water for 8 hours before a fasting blood test. Take your medicines as usual.',
  patientId: null,
  source: document.source,
};

const session: AssistantSession = {
  ...exampleResource(values.sessionId),
  patientId: values.patientId,
  title: 'Before the visit on Tuesday',
};

const reply: AssistantReply = {
  message: {
    id: 'a5d7c1e8-0f4b-4293-8e6d-7c9b2f1a3d60',
    createdAt: values.earlier,
    role: 'assistant',
    content: 'Eat and drink nothing but water for 8 hours before the test [1].',
  },
  citations: [{ number: 1, ...passage }],
  toolCalls: [
    {
      id: '0c8f3a6d-b215-4e7c-9d40-5a1e7f8b2c96',
      name: 'searchKnowledge',
      outcome: 'done',
      problem: null,
      proposal: null,
      reservationId: null,
    },
  ],
  patient: { id: values.patientId, fullName: values.patientFullName },
  usage: {
    model: 'us.anthropic.claude-sonnet-4-20250514-v1:0',
    embedder,
    stopReason: 'answered',
    turns: 2,
    inputTokens: 2143,
    outputTokens: 118,
    durationMilliseconds: 3270,
  },
};

/** The examples of the operations on the assistant and its knowledge. */
export const agentExamples: Examples = {
  searchKnowledge: {
    body: { query: 'How long must a patient fast before a blood test?', patientId: values.patientId, limit: 5 },
    response: { data: [{ ...passage, score: 0.82 }], embedder },
  },
  addKnowledgeDocument: {
    body: {
      title: document.title,
      text: '# Fasting\n\nEat and drink nothing but water for 8 hours before a fasting blood test.',
      source: document.source,
    },
    response: document,
  },
  listKnowledgeDocuments: {
    parameters: { search: 'blood test', patientId: values.patientId },
    response: examplePage(document),
  },
  getKnowledgeDocument: { parameters: { id: values.documentId }, response: document },
  removeKnowledgeDocument: { parameters: { id: values.documentId } },
  openAssistantSession: {
    body: { patientId: values.patientId, title: 'Before the visit on Tuesday' },
    response: session,
  },
  listAssistantSessions: { parameters: { patientId: values.patientId }, response: examplePage(session) },
  getAssistantSession: { parameters: { id: values.sessionId }, response: session },
  closeAssistantSession: { parameters: { id: values.sessionId } },
  listAssistantMessages: {
    parameters: { id: values.sessionId },
    response: examplePage({
      ...reply.message,
      citations: reply.citations,
      toolCalls: reply.toolCalls,
      usage: reply.usage,
    }),
  },
  askAssistant: {
    parameters: { id: values.sessionId },
    body: { content: 'What must the patient do before the blood test?' },
    response: reply,
  },
};
