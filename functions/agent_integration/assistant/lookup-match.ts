import { splitWords } from '../../knowledge/lexical-embedder.js';
import type { lookupCriteria } from '../../patient_lookup/schemas.js';

type Criterion = (typeof lookupCriteria)[number];

interface LookupMatch {
  readonly patient: { readonly id: string; readonly fullName: string };
  readonly score: number;
  readonly matched: readonly Criterion[];
}

/** Matches that are this close to the best one could be meant as well. */
const scoreMargin = 0.2;

/** Scripts that are written without spaces. */
const unspacedPattern = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

const digitsOf = (text: string): string => text.replace(/\D/g, '');

/**
 * Returns the first criterion of a lookup that the person didn't give, so that a passage can't make a model look up someone
 * else, and a model can't choose between two patients by a detail it made up.
 * @param said everything that the person wrote in the conversation
 */
export function findUnsaidCriterion(asked: Readonly<Record<string, unknown>>, said: string): string | undefined {
  const saidWords = splitWords(said);
  const joined = saidWords.join('');
  const saidDigits = digitsOf(said);
  const isSaid: Readonly<Record<Criterion, (value: string) => boolean>> = {
    name: (value) =>
      splitWords(value).every(
        (word) => saidWords.includes(word) || (unspacedPattern.test(word) && joined.includes(word)),
      ),
    nationalId: (value) => joined.includes(splitWords(value).join('')),
    email: (value) => said.toLowerCase().includes(value.toLowerCase()),
    phone: (value) => saidDigits.includes(digitsOf(value).slice(-7)),
    // However the date was written, its year and its day are in it.
    birthDate: (value) => {
      const [year = '', , day] = value.split('-');
      return (
        saidWords.includes(year) &&
        (day === undefined || saidWords.some((word) => Number.parseInt(word, 10) === Number(day)))
      );
    },
  };
  return Object.entries(isSaid).find(([criterion, check]) => {
    const value = asked[criterion];
    return typeof value === 'string' && !check(value.trim());
  })?.[0];
}

/** Returns the only patient that a lookup can mean, or undefined if it found several or none. */
export function findOnlyMatch(
  asked: Readonly<Record<string, unknown>>,
  matches: readonly LookupMatch[],
): LookupMatch['patient'] | undefined {
  const criteria = Object.keys(asked).filter((criterion) => asked[criterion] != null && criterion !== 'limit');
  const full = matches.filter(({ matched }) => criteria.every((criterion) => matched.includes(criterion as Criterion)));
  const words = splitWords(String(asked.name ?? ''));
  const hasAllWords = ({ patient }: LookupMatch) => {
    const nameWords = splitWords(patient.fullName);
    return words.every((word) => nameWords.includes(word));
  };
  const exact = words.length > 0 ? full.filter(hasAllWords) : [];
  const bestScore = Math.max(...full.map(({ score }) => score));
  const candidates = exact.length > 0 ? exact : full.filter(({ score }) => score > bestScore - scoreMargin);
  return candidates.length === 1 ? candidates[0]?.patient : undefined;
}
