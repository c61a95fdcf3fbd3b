import type { Random } from '../../../db/sample/random.js';
import { topicCount } from '../../recall/measured-base.js';

const topicWords = 60;
const commonWords = 2_000;
const wordsPerPassage = 150;
const titleWords = 4;

/** Share of a passage's words that are specific to its topic. */
const topicShare = 0.3;

const syllables = ['ba', 'ce', 'di', 'fo', 'gu', 'la', 'me', 'ni', 'po', 'ru', 'sa', 'te', 'vi', 'xo', 'zu', 'ka'];

/** Returns a unique word for each number: letters only, and no stop word of any language. */
function makeWord(kind: string, number: number): string {
  let rest = number;
  let word = kind;
  do {
    word += syllables[rest % syllables.length];
    rest = Math.floor(rest / syllables.length);
  } while (rest > 0);
  return word;
}

/** Zipf's law: the n-th word is 1/n as frequent as the first. */
function createZipfSampler(words: number): (random: Random) => number {
  const sums: number[] = [];
  for (let rank = 1; rank <= words; rank += 1) sums.push((sums.at(-1) ?? 0) + 1 / rank);
  const total = sums.at(-1) ?? 0;
  return (random) => {
    const chosen = random.decimal(0, total, 9);
    let [low, high] = [0, words - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) < chosen) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

/** Generates texts about topics with natural word frequencies. */
export function createTexts(random: Random): { passage(topic: number): string; question(topic: number): string } {
  const [ofTopic, ofAll] = [createZipfSampler(topicWords), createZipfSampler(commonWords)];
  const topicWord = (topic: number) => makeWord('q', topic * topicWords + ofTopic(random));
  const commonWord = () => makeWord('h', ofAll(random));
  const words = (count: number, make: () => string) => Array.from({ length: count }, make).join(' ');
  return {
    passage(topic) {
      if (topic < 0 || topic >= topicCount) throw new RangeError(`Unknown topic ${topic}.`);
      const title = words(titleWords, () => topicWord(topic));
      return `${title}\n${words(wordsPerPassage, () => (random.chance(topicShare) ? topicWord(topic) : commonWord()))}`;
    },
    question: (topic) => `${words(3, () => topicWord(topic))} ${words(2, commonWord)}`,
  };
}
