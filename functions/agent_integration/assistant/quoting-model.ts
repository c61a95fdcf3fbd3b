import { splitWords } from '../../knowledge/lexical-embedder.js';
import type { Citation } from '../sessions/schemas.js';
import type { QuestionContext } from './conversation.js';
import type { Model } from './model.js';

/** Passages quoted in one answer. */
const maximumQuotes = 3;

const nothingFound = 'I found nothing about this in the documents you can access.';
const noModel = 'No language model is configured, so I can only quote passages from documents.';
const patientHint = "To search a patient's documents, open a conversation about that patient.";

/** English and Spanish words that occur in almost every text. */
const stopWords = new Set(
  'a about after all an and any are as at be been before by can could did do does for from give had has have he her his how i in into is it its me much must my need of on or our please say she should so take takes tell that the their them there they this to was we were what when where which who will with would you your al con cual cuales cuando cuanto de del dime donde el ella en es esta este ha hay la las le lo los me mi mis no para por que quien se si son su sus tiene toma tomar un una y'.split(
    ' ',
  ),
);

/** Long enough to tell words apart, short enough to match other forms of the same word. */
const stemLength = 6;

const extractStems = (text: string): Set<string> =>
  new Set(
    splitWords(text)
      .filter((word) => !stopWords.has(word))
      .map((word) => word.slice(0, stemLength)),
  );

/**
 * Picks the passages that share most words with the question: a search returns the nearest ones, related or not.
 * @param titleWords words that all passages of a patient's record have in their title, so they don't relate one to the question
 */
function selectQuotes(question: string, passages: readonly Citation[], titleWords: string): Citation[] {
  const ignored = extractStems(titleWords);
  const asked = [...extractStems(question)].filter((stem) => !ignored.has(stem));
  return passages
    .map((passage) => {
      const stems = extractStems(passage.passage);
      return { passage, shared: asked.filter((stem) => stems.has(stem)).length };
    })
    .filter(({ shared }) => shared > 0)
    .toSorted((one, other) => other.shared - one.shared)
    .slice(0, maximumQuotes)
    .map(({ passage }) => passage);
}

/** Output of the search that precedes every answer. */
type SearchOutput = QuestionContext & { readonly passages?: readonly Citation[]; readonly problem?: string };

function composeAnswer(question: string, { passages = [], problem, patient }: SearchOutput): string {
  if (problem !== undefined) return `The search failed: ${problem}`;
  const scope = patient === null ? '' : `This conversation is about ${patient.fullName}. `;
  const titleWords = patient === null ? '' : `Record of ${patient.fullName}`;
  const quotes = selectQuotes(question, passages, titleWords).map(({ passage, number }) => `${passage} [${number}]`);
  if (quotes.length > 0) return [`${scope}${noModel}`, ...quotes].join('\n\n');
  return `${nothingFound} ${scope}${noModel}${patient === null ? ` ${patientHint}` : ''}`;
}

/**
 * Stands in where no model is configured: quotes the passages that the search found, and calls no tools. It doesn't
 * interpret the question, so it claims nothing beyond the quotes.
 */
export const quotingModel: Model = {
  name: 'extractive',
  async converse({ turns }) {
    const question = turns.findLast((turn) => turn.role === 'user')?.text ?? '';
    const search = turns.findLast((turn) => turn.role === 'tools')?.outcomes[0]?.output as SearchOutput;
    const text = composeAnswer(question, search);
    return { text, toolCalls: [], stopReason: 'answered', inputTokens: 0, outputTokens: 0 };
  },
};
