import { inArray, sql } from 'drizzle-orm';
import type { Transaction } from '../../../db/client/transaction.js';
import { patients } from '../../../db/schema/index.js';
import { splitWords } from '../../knowledge/lexical-embedder.js';
import { isStopWord } from './words.js';

/**
 * These rules only ever withhold a record. Where one is wrong, a question stays unanswered; no rule decides whose record a
 * question is about.
 */
const relativePattern = new RegExp(
  [
    // English
    'mothers?|moms?|mums?|mommy|mummy|mama|fathers?|dads?|daddy|papa|(?:step|god|foster)?parents?|brothers?|sisters?|siblings?|daughters?',
    'twins?|(?:step|god|grand)(?:mother|mom|mum|father|dad|son|daughter|brother|sister|sibling|child|kid|children|parent)s?|grandma|granny|nana|grandpa|grandad|granddad',
    'aunts?|uncles?|cousins?|nieces?|nephews?|husbands?|hubby|wife|wives|widow(?:er)?s?|spouses?|partners?|fiancee?|boyfriends?|girlfriends?',
    'relatives?|famil(?:y|ies)|children|kids?|in laws?|next of kin|guardians?|friends?|neighbou?rs?|roommates?',
    '(?:her|his|their|the|my|your|whose|s) (?:[a-z0-9]+ ){0,3}(?:sons?|child|baby|newborn|infant|boy|girl)|(?:son|child|baby) of',
    // Spanish
    'madres?|padres?|(?:su|mi|la|el) (?:mama|papa)|herman[oa]s?|hij[oa]s?|abuel[oa]s?|ti[oa]s?|prim[oa]s?|espos[oa]s?|marido|suegr[oa]s?|nuera|yerno|niet[oa]s?|sobrin[oa]s?|familia(?:r|res)?|parientes?|conyuge|pareja|novi[oa]s?',
    // Portuguese, French, Italian, German and Dutch
    'mae|pai|irma|irmao|filh[oa]s?|avos?|mere|pere|frere|soeur|fils|fille|mari|epou(?:x|se)|tantes?|oncles?|neveu',
    'fratell[oi]|sorell[ae]|figli[oae]?|nonn[oaie]|zi[oae]|moglie',
    '(?:schwieger|gro(?:ss|ß)|stief)?(?:mutter|vater|eltern|tochter|sohn)|bruder|schwester|ehemann|ehefrau|oma|opa|onkel|enkel(?:in)?|moeder|vader|broer|zus|dochter|zoon',
    // Russian and Arabic, in all cases
    'мам(?:а|ы|е|у|ой)|мат(?:ь|ери|ерью)|от(?:ец|ца|цу|цом)|пап(?:а|ы|е|у|ой)|брат\\p{L}{0,3}|сест(?:р\\p{L}{1,3}|ер)|сын\\p{L}{0,4}|доч(?:ь|ери|ерью|к\\p{L}{1,3})|муж\\p{L}{0,2}|жен(?:а|ы|е|у|ой)|бабушк\\p{L}{1,3}|дедушк\\p{L}{1,3}',
    'والد\\p{L}{0,4}|زوج\\p{L}{0,4}|شقيق\\p{L}{0,4}',
  ].join('|'),
  'u',
);
const wholeRelative = new RegExp(`(?:^| )(?:${relativePattern.source})(?= |$)`, 'u');
/** In scripts that are written without spaces. */
const unspacedRelative =
  /母|父|妈|媽|爸|姐|妹|哥|弟弟|兄弟|儿子|兒子|女儿|女兒|丈夫|妻|爷爷|奶奶|外公|外婆|祖|息子|娘|어머니|엄마|아버지|아빠|형제|자매|아들|남편|아내|할머니|할아버지/u;
const pronounPattern = /(?:^| )(?:she|he|her|hers|him|his|they|them|their|ella|el|su|sus|le|les)(?= |$)/;

const toWordText = (text: string, ignored: ReadonlySet<string>): string =>
  splitWords(text)
    .filter((word) => !ignored.has(word))
    .join(' ');

/** Lookups per question. */
const maximumNames = 10;

const monthsAndDays = new Set(
  'january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday'.split(
    ' ',
  ),
);

/**
 * Lists what could be names in a text: two words in a row, and single words with a capital letter, or all words if the text
 * has no capital letters.
 * @param ignored words of the patient's own name
 */
export function listPossibleNames(text: string, ignored: ReadonlySet<string>): string[] {
  const written = text.replace(/['’]s\b/g, ' ').match(/[\p{Letter}\p{Mark}]+/gu) ?? [];
  const words = written.map((word) => ({ word: splitWords(word).join(''), isCapital: /^\p{Lu}/u.test(word) }));
  const hasCapitals = words.some(({ isCapital }) => isCapital);
  const isName = (word: string) => word.length > 1 && !isStopWord(word) && !monthsAndDays.has(word);
  const pairs = words.flatMap(({ word }, index) => {
    const next = words[index + 1]?.word ?? '';
    const isOwn = ignored.has(word) && ignored.has(next);
    return isName(word) && isName(next) && !isOwn ? [`${word} ${next}`] : [];
  });
  const single = words
    .filter(({ word, isCapital }) => (isCapital || !hasCapitals) && isName(word) && !ignored.has(word))
    .map(({ word }) => word);
  return [...new Set([...single, ...pairs])].slice(0, maximumNames);
}

/** Messages that a pronoun can refer to. */
const referredMessages = 3;

/**
 * Returns true if a message may be about a relative of a patient: it names one, or it may refer to an earlier one that did,
 * because it says "she" or, right after that message, names no one.
 * @param ignored words of the patient's own name
 */
export function mentionsRelative(messages: readonly string[], ignored: ReadonlySet<string> = new Set()): boolean {
  const [current, ...earlier] = messages
    .slice(-1 - referredMessages)
    .toReversed()
    .map((message) => {
      const text = toWordText(message, ignored);
      // Words are decomposed, and Hangul syllables with them.
      return { text, isAboutRelative: wholeRelative.test(text) || unspacedRelative.test(text.normalize('NFC')) };
    });
  if (current === undefined) return false;
  if (current.isAboutRelative) return true;
  if (pronounPattern.test(current.text)) return earlier.some(({ isAboutRelative }) => isAboutRelative);
  return earlier[0]?.isAboutRelative === true && listPossibleNames(messages.at(-1) ?? '', new Set()).length === 0;
}

export const uuidPattern = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;

/**
 * Returns true if a text names a patient other than the given one, by id or by name: some patient's name has all words of a
 * possible name. It
 * asks the routine behind the patient lookup, which is indexed under row-level security, and learns no more than the answer.
 */
export async function namesAnotherPatient(
  tx: Transaction,
  text: string,
  patient: { readonly id: string; readonly fullName: string },
): Promise<boolean> {
  const ids = (text.toLowerCase().match(uuidPattern) ?? []).filter((id) => id !== patient.id);
  if (ids.length > 0) {
    const known = await tx.select({ id: patients.id }).from(patients).where(inArray(patients.id, ids)).limit(1);
    if (known.length > 0) return true;
  }
  const names = listPossibleNames(text, new Set(splitWords(patient.fullName)));
  if (names.length === 0) return false;
  const found = await tx
    .select({ id: patients.id })
    .from(
      sql`jsonb_array_elements_text(${JSON.stringify(names)}::text::jsonb) as asked
        cross join lateral lookup_patients(asked, null, null, null, null, 10) as candidate`,
    )
    .innerJoin(patients, sql`${patients.id} = candidate.patient_id`)
    .where(
      sql`${patients.id} <> ${patient.id}
        and string_to_array(fold_text(asked), ' ') <@ name_words_of(${patients.searchName})`,
    )
    .limit(1);
  return found.length > 0;
}
