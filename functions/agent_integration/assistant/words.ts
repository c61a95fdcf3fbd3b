import { splitWords } from '../../knowledge/lexical-embedder.js';

/** English and Spanish words that occur in almost every text. */
const stopWords = new Set(
  'a about after all an and any are as at be been before by can could did do does for from give had has have he her his how i in into is it its me much must my need of on or our please say she should so take takes tell that the their them there they this to was we were what when where which who will with would you your al con cual cuales cuando cuanto de del dime donde el ella en es esta este ha hay la las le lo los me mi mis no para por que quien se si son su sus tiene toma tomar un una y'.split(
    ' ',
  ),
);

/** Long enough to tell words apart, short enough to match other forms of the same word. */
const stemLength = 6;

export const isStopWord = (word: string): boolean => stopWords.has(word);

/** Returns the stems of a text's words, without stop words. */
export const extractStems = (text: string): Set<string> =>
  new Set(
    splitWords(text)
      .filter((word) => !stopWords.has(word))
      .map((word) => word.slice(0, stemLength)),
  );
