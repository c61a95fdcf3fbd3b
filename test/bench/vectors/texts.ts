import type { Random } from '../../../db/sample/random.js';
import { topicCount } from '../../recall/measured-base.js';

const topicWords = 60;
const commonWords = 2_000;
const wordsPerPassage = 150;
const titleWords = 4;

/** Of a passage's words, those that are its topic's and not everybody's. */
const topicShare = 0.3;

const syllables = ['ba', 'ce', 'di', 'fo', 'gu', 'la', 'me', 'ni', 'po', 'ru', 'sa', 'te', 'vi', 'xo', 'zu', 'ka'];

/** A word of its own for each number: letters alone, in no language's list of stop words. */
function makeWord(kind: string, number: number): string {
  let rest = number;
  let word = kind;
  do {
    word += syllables[rest % syllables.length];
    rest = Math.floor(rest / syllables.length);
  } while (rest > 0);
  return word;
}

/** By Zipf's law, as words are in any text: the n-th is as frequent as 1/n of the first. */
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

/** Texts of topics, in words that are distributed as words are. */
export function createTexts(random: Random): { passage(topic: number): string; question(topic: number): string } {
  const [ofTopic, ofAll] = [createZipfSampler(topicWords), createZipfSampler(commonWords)];
  const topicWord = (topic: number) => makeWord('q', topic * topicWords + ofTopic(random));
  const commonWord = () => makeWord('h', ofAll(random));
  const words = (count: number, make: () => string) => Array.from({ length: count }, make).join(' ');
  return {
    passage(topic) {
      if (topic < 0 || topic >= topicCount) throw new RangeError(`There is no topic ${topic}.`);
      const title = words(titleWords, () => topicWord(topic));
      return `${title}\n${words(wordsPerPassage, () => (random.chance(topicShare) ? topicWord(topic) : commonWord()))}`;
    },
    question: (topic) => `${words(3, () => topicWord(topic))} ${words(2, commonWord)}`,
  };
}
