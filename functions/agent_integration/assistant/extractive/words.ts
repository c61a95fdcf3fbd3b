/** Letters without accents and case. */
export const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();

/** In English and Spanish, folded. */
const commonWords = new Set(
  'a about after all an and any are as at be been before by can could did do does for from give had has have he her his how i in into is it its list me much must my need of on or our please say she should show so take takes taken tell that the their them there they this to was we were what when where which who whom whose will with would you your al con cual cuales cuando cuanto de del dime donde el ella en es esta estan este ha hay la las le lo los mi mis para paciente por que quien se son su sus tiene toma tomar un una y'.split(
    ' ',
  ),
);

/** Folded. */
export const wordsOf = (text: string): string[] => folded(text).match(/[\p{Letter}\p{Number}]+/gu) ?? [];

export const isCommon = (word: string): boolean => commonWords.has(word);

/** Endings and typos lie behind the first letters of a word. */
const stemLength = 6;

/** What a text is about: its words but the commonest, each down to its first letters. */
export function stemsOf(text: string): Set<string> {
  return new Set(
    wordsOf(text)
      .filter((word) => !isCommon(word))
      .map((word) => word.slice(0, stemLength)),
  );
}

export const sharedCount = (some: ReadonlySet<string>, others: ReadonlySet<string>): number =>
  [...some].filter((each) => others.has(each)).length;
