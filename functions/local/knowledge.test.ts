import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleExams } from '../../db/sample/exams.js';
import type { TestApi } from '../../test/support/api.js';
import { createAgentApi, openConversation } from '../agent_integration/testing.js';
import { localAgent } from './functions.js';
import { loadSampleKnowledge } from './knowledge.js';

let api: TestApi;
beforeAll(async () => {
  api = await createAgentApi(localAgent);
  await loadSampleKnowledge(api.db.database);
});
afterAll(() => api.close());

/** The questions that the README suggests, with what the answer must quote. */
const questions: readonly (readonly [question: string, answer: RegExp])[] = [
  [
    'How do I prepare for an abdominal ultrasound?',
    /Abdominal ultrasound\nHow to prepare: Do not eat for 6 hours before\./,
  ],
  ['When is the clinic open?', /Monday to Friday from 09:00 to 17:00/],
  ['How do I cancel an appointment?', /at least 24 hours before/],
  ['When are blood results ready?', /one to two working days/],
];

const ask = async (question: string) => (await openConversation(api.as('medic'))).ask(question);

describe('the sample knowledge', () => {
  it.each(questions)('answers %j with a citation, without a model', async (question, answer) => {
    const { body } = await ask(question);
    expect(body.message.content).toMatch(answer);
    expect(body.message.content).toMatch(/\[1\]|\[\d\]/);
    expect(body.citations.length).toBeGreaterThan(0);
    for (const { passage, patientId, source } of body.citations) {
      expect([patientId, source]).toEqual([null, 'Staff handbook']);
      expect(body.message.content).toContain(passage);
    }
  });

  it('answers the questions in the README', async () => {
    const readme = (await readFile('README.md', 'utf8')).replace(/\s+/g, ' ');
    for (const [question] of questions) expect(readme).toContain(question);
  });

  it.each(sampleExams)('quotes how to prepare for: $title', async ({ title, preparation }) => {
    const { body } = await ask(`How do I prepare for: ${title}?`);
    expect(body.message.content.split('\n\n')[1]).toContain(title);
    expect(body.message.content).toContain(preparation);
  });

  it('can be loaded again without a second copy', async () => {
    const count = async () =>
      (await api.db.sql`select count(*)::integer as n from bedrock_integration.knowledge_base`)[0]?.n;
    const before = await count();
    await loadSampleKnowledge(api.db.database);
    expect(await count()).toBe(before);
  });
});
