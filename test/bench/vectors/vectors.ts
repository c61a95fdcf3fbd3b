import { sql as drizzleSql } from 'drizzle-orm';
import { formatNumber } from '../../../config/format.js';
import type { Transaction } from '../../../db/client/transaction.js';
import { createRandom } from '../../../db/sample/random.js';
import { type KnowledgeQuestion, searchKnowledge } from '../../../functions/knowledge/search.js';
import {
  type BuiltIndex,
  createPassageGenerator,
  fillKnowledgeBase,
  type MeasuredRow,
  measuredEmbedder,
  type SyntheticPassage,
} from '../../recall/measured-base.js';
import type { ScratchDatabase } from '../../support/scratch-database.js';
import { type Benchmark, type Measurement, median, quantile } from '../benchmark.js';
import { createTexts } from './texts.js';

const sizes = [1_000, 20_000, 100_000];

/** The embedded database holds its data in memory and builds a vector index in minutes. */
const embeddedSizes = [1_000];

const questions = 50;
// An exact search reads every vector and evicts the others' pages from the cache, so each kind runs in turn.
const questionsInTurn = 10;
const warmUps = 10;
const wanted = 10;
const patientPassages = 200;
const patientId = '00000000-0000-4000-8000-000000000001';

/** Enough memory to build the graph of 100,000 vectors. */
const buildMemoryMb = 1_024;

const medic = { role: 'medic', subject: 'measuring', requestId: 'vectors' } as const;

const kinds = ['words and vectors', 'vectors only', "one patient's passages"] as const;
type Kind = (typeof kinds)[number];

interface Answered {
  readonly ids: readonly string[];
  readonly milliseconds: number;
}

/** Runs a search as a request does: one transaction, as `app`, with row-level security. */
async function searchOnce(
  { database }: ScratchDatabase,
  question: KnowledgeQuestion,
  prepare: (tx: Transaction) => Promise<unknown> = async () => {},
): Promise<Answered> {
  return database.transaction(medic, async (tx) => {
    await prepare(tx);
    const startedAt = performance.now();
    const passages = await searchKnowledge(tx, question);
    return { ids: passages.map(({ documentId }) => documentId), milliseconds: performance.now() - startedAt };
  });
}

/** Asks the same function to compare every vector; words are still found by their index. */
const withoutVectorIndex = (tx: Transaction) =>
  tx.execute(drizzleSql`select set_config('enable_indexscan', 'off', true),
    set_config('plan_cache_mode', 'force_custom_plan', true), set_config('jit', 'off', true)`);

async function askQuestions(
  database: ScratchDatabase,
  kind: Kind,
  next: () => SyntheticPassage,
  makeQuestion: (topic: number) => string,
  onProgress: (done: number) => void,
) {
  const nextQuestion = (): KnowledgeQuestion => {
    const { topic, embedding } = next();
    const query = kind === 'vectors only' ? '·' : makeQuestion(topic);
    const owner = kind === "one patient's passages" ? patientId : undefined;
    return { query, embedding, embedder: measuredEmbedder, patientId: owner, limit: wanted };
  };
  const answerAll = async (asked: readonly KnowledgeQuestion[], prepare?: (tx: Transaction) => Promise<unknown>) => {
    const answers: Answered[] = [];
    for (const question of asked) answers.push(await searchOnce(database, question, prepare));
    return answers;
  };
  const [ours, exact]: [number[], number[]] = [[], []];
  let [hits, expected] = [0, 0];
  for (let done = 0; done < questions; done += questionsInTurn) {
    await answerAll(Array.from({ length: warmUps }, nextQuestion));
    const asked = Array.from({ length: questionsInTurn }, nextQuestion);
    const found = await answerAll(asked);
    const right = await answerAll(asked, withoutVectorIndex);
    ours.push(...found.map(({ milliseconds }) => milliseconds));
    exact.push(...right.map(({ milliseconds }) => milliseconds));
    for (const [index, { ids }] of right.entries()) {
      const known = new Set(found[index]?.ids);
      hits += ids.filter((id) => known.has(id)).length;
      expected += ids.length;
    }
    onProgress(done + questionsInTurn);
  }
  return { ours, exact, recall: hits / expected };
}

function* makeRows(
  size: number,
  next: () => SyntheticPassage,
  makeText: (topic: number) => string,
): Generator<MeasuredRow> {
  for (let position = 0; position < size + patientPassages; position += 1) {
    const { topic, embedding } = next();
    yield { embedding, text: makeText(topic), patientId: position < size ? null : patientId };
  }
}

function buildMeasurements(size: number, built: readonly BuiltIndex[]): Measurement[] {
  const vectors = built.find(({ name }) => name === 'knowledge_base_general_embedding');
  if (vectors === undefined) throw new Error('The knowledge base has no index on the vectors of general passages.');
  return [
    { name: `${formatNumber(size)}: index build time`, figure: vectors.buildSeconds, unit: 's' },
    { name: `${formatNumber(size)}: index size`, figure: vectors.sizeBytes / 1e6, unit: 'MB' },
  ];
}

async function measureSize(
  database: ScratchDatabase,
  size: number,
  onProgress: (text: string) => void,
): Promise<Measurement[]> {
  const random = createRandom(size, 'vectors');
  const [next, texts] = [createPassageGenerator(random), createTexts(random)];
  const showStep = (what: string) => onProgress(`vectors, ${formatNumber(size)}: ${what}`);
  const rows = makeRows(size, next, texts.passage);
  const built = await fillKnowledgeBase(database.sql, rows, {
    buildMemoryMb,
    omittedIndexes: ['knowledge_base_embedding'],
    onProgress: showStep,
  });
  const measurements = buildMeasurements(size, built);
  for (const kind of kinds) {
    const { ours, exact, recall } = await askQuestions(database, kind, next, texts.question, (done) =>
      showStep(`${kind}, ${done} of ${questions}`),
    );
    const name = `${formatNumber(size)}, ${kind}`;
    measurements.push(
      {
        name: `${name}: recall at ${wanted}`,
        figure: recall,
        unit: '',
        ...(size >= 20_000 && { goal: { atLeast: 0.95 } }),
      },
      {
        name: `${name}: median`,
        figure: median(ours),
        unit: 'ms',
        baseline: median(exact),
        ...(size >= 100_000 && { goal: { atMost: 1 / 20 } }),
      },
      { name: `${name}: p95`, figure: quantile(ours, 0.95), unit: 'ms', baseline: quantile(exact, 0.95) },
    );
  }
  return measurements;
}

/** Compares knowledge search as role `app` with the same search over every vector. */
export const vectorsBenchmark: Benchmark = {
  name: 'vectors',
  purpose: 'recall and latency of knowledge search at 1K, 20K and 100K passages against exact search',
  async run({ createDatabase, onProgress }) {
    const database = await createDatabase();
    try {
      await database.sql`
        insert into patients (id, given_name, family_name, birth_date, gender)
        values (${patientId}, 'Measured', 'Patient', date '1990-01-01', 'other')`;
      const measurements: Measurement[] = [];
      for (const size of database.isServer ? sizes : embeddedSizes) {
        measurements.push(...(await measureSize(database, size, onProgress)));
      }
      return {
        title: 'Knowledge search',
        database: database.description,
        measurements,
        notes: [
          'Ours is search_knowledge as role app, with row-level security. The baseline asks the same function the same questions right afterwards, comparing every vector; both find words by their index.',
          "Passages are generated with a fixed seed: vectors of 1,024 dimensions in 200 topics, each the topic's direction plus noise of 0.9 times its length; texts of 150 words by Zipf's law, a third of them specific to the topic. A question has three topic words and two common ones.",
          `${questions} questions of each kind and size, ${questionsInTurn} per turn, after ${warmUps} warm-up questions. The index on general passages is built after the load with up to ${formatNumber(buildMemoryMb)} MB; searches use it. Bedrock's own index on all passages would take as long again and is left out.`,
          `For searches within a patient's passages, both read, compare and scan all ${patientPassages} of them: no vector index saves that work.`,
          ...(database.isServer ? [] : ['The embedded database is measured at 1,000 passages only.']),
        ],
      };
    } finally {
      await database.close();
    }
  },
};
