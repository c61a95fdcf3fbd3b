import type { Citation } from '../../sessions/schemas.js';
import type { ToolName } from '../../tool-names.js';
import { toClockTime } from '../clock.js';
import { truncateQuery } from '../conversation.js';
import type { Model, ModelAnswer } from '../model.js';
import { Exchange, type FoundPatient } from './exchange.js';
import { isOfPart, type RecordPart } from './record-parts.js';
import { foundSlots, slotSearchOf } from './slots.js';
import { type NamedPatient, type Wish, wishOf } from './wish.js';
import { sharedCount, stemsOf, wordsOf } from './words.js';

/** Passages that one answer quotes; of the part of a record that was asked for, as many as a search gives. */
const quotedPassages = 3;
const partPassages = 20;
const listedSlots = 5;
const listedPatients = 5;

/** A match this good, and this far before the next, is the patient whom somebody means. */
const clearScore = 0.6;
const clearLead = 0.1;

/** A tool to run, or the text to answer with. */
type Move = { readonly tool: ToolName; readonly input: object } | { readonly text: string };

/**
 * Answers with the best passages, word for word, and runs the tools by plain rules. It is no model, understands nothing
 * and says so by its name; it is for a machine without one, and the same conversation gives the same answer everywhere.
 */
export const extractiveAssistant: Model = {
  name: 'extractive',
  async converse({ turns }) {
    const exchange = new Exchange(turns);
    const move = moveOf(exchange);
    const answer = { inputTokens: 0, outputTokens: 0 };
    if ('text' in move) return { ...answer, text: move.text, toolCalls: [], stopReason: 'answered' };
    const call = { id: `rule-${turns.length}`, name: move.tool, input: move.input };
    return { ...answer, text: '', toolCalls: [call], stopReason: 'tools' } satisfies ModelAnswer;
  },
};

function moveOf(exchange: Exchange): Move {
  const { exams, clinic } = exchange.situation;
  const wish = wishOf(exchange.question, exams, new Date(clinic.now), clinic.timeZone);
  if (exchange.problem !== undefined) return { text: `That was refused: ${exchange.problem}` };
  if (wish.kind === 'book') return bookingMove(exchange, wish);
  if (wish.kind === 'findSlots') return slotsMove(exchange, wish);
  if (wish.kind === 'findPatient' && wish.patient !== undefined) return patientMove(exchange, wish);
  return questionMove(exchange, wish);
}

/** The patient whom the session or a lookup makes clear; else what there is to do about it. */
function patientOf(exchange: Exchange, { patient }: Wish): { readonly id: string } | Move {
  const tied = exchange.situation.patient;
  if (tied !== null) return isSomebodyElse(patient, tied) ? { text: aboutNobodyElse(tied) } : { id: tied.id };
  if (patient === undefined) return { text: forWhom };
  if (exchange.patients === undefined) return { tool: 'lookUpPatients', input: { ...patient, limit: listedPatients } };
  const found = clearMatch(exchange.patients);
  if (found !== undefined) return { id: found.patient.id };
  return { text: whoFits(exchange.patients) };
}

const forWhom = 'For which patient? Say the name, an e-mail address or a phone number.';

const nothingFits = 'Nothing in these words stands in the documents that you may read.';

interface TiedPatient {
  readonly id: string;
  readonly fullName: string;
}

/** Relatives share a name: only who is called by words of the tied patient's own can be that patient. */
const isSomebodyElse = (named: NamedPatient | undefined, { fullName }: TiedPatient): boolean =>
  wordsOf(named?.name ?? '').some((word) => !wordsOf(fullName).includes(word));

const aboutNobodyElse = ({ fullName }: TiedPatient): string =>
  `This conversation is about ${fullName}. Open another one for somebody else.`;

function clearMatch([best, next]: readonly FoundPatient[]): FoundPatient | undefined {
  if (best === undefined || best.score < clearScore) return undefined;
  return next === undefined || best.score - next.score >= clearLead ? best : undefined;
}

function whoFits(found: readonly FoundPatient[]): string {
  if (found.length === 0) return 'No patient fits that.';
  const lines = found.map(({ patient }) => `- ${patient.fullName}, born ${patient.birthDate}`);
  return ['These patients come near. Say more, for example “born 1980-05-17”.', ...lines].join('\n');
}

function patientMove(exchange: Exchange, { patient }: Wish): Move {
  if (exchange.situation.patient !== null) return { text: 'This conversation is about one patient already.' };
  const found = exchange.patients;
  if (found === undefined) return { tool: 'lookUpPatients', input: { ...patient, limit: listedPatients } };
  const clear = clearMatch(found);
  if (clear === undefined) return { text: whoFits(found) };
  return { text: `${clear.patient.fullName}, born ${clear.patient.birthDate}.` };
}

function slotsMove(exchange: Exchange, wish: Wish): Move {
  const found = foundSlots(exchange, wish);
  if (found === undefined) return { tool: 'findAvailability', input: slotSearchOf(exchange, wish) };
  const { timeZone } = exchange.situation.clinic;
  const lines = found.slice(0, listedSlots).map(({ medicName, startsAt }) => {
    const { day, clockTime } = toClockTime(new Date(startsAt), timeZone);
    return `- ${day} ${clockTime} with ${medicName}`;
  });
  if (lines.length === 0) return { text: `There is no such free slot for ${wish.exam?.name}.` };
  return { text: [`The first free slots for ${wish.exam?.name} (${timeZone}):`, ...lines].join('\n') };
}

function bookingMove(exchange: Exchange, wish: Wish): Move {
  const patient = patientOf(exchange, wish);
  if (!('id' in patient)) return patient;
  if (exchange.isProposed) return { text: '' };
  const found = foundSlots(exchange, wish);
  if (found === undefined) return { tool: 'findAvailability', input: slotSearchOf(exchange, wish) };
  const [slot] = found;
  if (slot === undefined) return { text: `There is no such free slot for ${wish.exam?.name}.` };
  const { medicId, startsAt } = slot;
  return { tool: 'bookReservation', input: { patientId: patient.id, medicId, examId: wish.exam?.id, startsAt } };
}

/** A question about a patient is searched in that patient's documents too, where it is clear who is meant. */
function questionMove(exchange: Exchange, wish: Wish): Move {
  const tied = exchange.situation.patient;
  return tied === null ? anybodysMove(exchange, wish) : tiedMove(exchange, wish, tied);
}

function tiedMove(exchange: Exchange, wish: Wish, tied: TiedPatient): Move {
  if (wish.part === undefined) return answer(exchange, wish);
  if (isSomebodyElse(wish.patient, tied)) return { text: aboutNobodyElse(tied) };
  return exchange.searches === 1 ? recordSearch(exchange, wish, tied.id) : answer(exchange, wish);
}

function anybodysMove(exchange: Exchange, { perhapsName, ...certain }: Wish): Move {
  const wish = {
    ...certain,
    patient: certain.patient ?? (perhapsName === undefined ? undefined : { name: perhapsName }),
  };
  const found = exchange.patients;
  if (wish.patient !== undefined && found === undefined) {
    return { tool: 'lookUpPatients', input: { ...wish.patient, limit: listedPatients } };
  }
  const clear = clearMatch(found ?? []);
  if (clear !== undefined && exchange.searches === 1) return recordSearch(exchange, wish, clear.patient.id);
  if (clear === undefined && found?.some(({ score }) => score >= clearScore)) return { text: whoFits(found) };
  const said = answer(exchange, wish);
  if (said.isFound || wish.part === undefined || clear !== undefined) return said;
  return { text: found === undefined ? forWhom : whoFits(found) };
}

/** The part that is asked for is searched by its heading, in whatever words and language the question names it. */
function recordSearch({ question }: Exchange, { part }: Pick<Wish, 'part'>, patientId: string): Move {
  const input = { query: truncateQuery(question), patientId };
  if (part === undefined) return { tool: 'searchKnowledge', input };
  return {
    tool: 'searchKnowledge',
    input: { ...input, query: truncateQuery(`${part}: ${question}`), limit: partPassages },
  };
}

/** What the passages say. */
function answer(
  exchange: Exchange,
  { patient, part }: Pick<Wish, 'patient' | 'part'>,
): { text: string; isFound: boolean } {
  const best = (part && passagesOfPart(exchange, part)) ?? fittingPassages(exchange, patient?.name);
  if (best.length === 0) return { text: nothingFits, isFound: false };
  return { text: best.map(({ passage, number }) => `${passage} [${number}]`).join('\n\n'), isFound: true };
}

/** All that a patient's documents have under the heading that was asked for; undefined where there is no such heading. */
function passagesOfPart({ passages }: Exchange, part: RecordPart): Citation[] | undefined {
  const found = passages.filter(({ passage, patientId }) => patientId !== null && isOfPart(passage, part));
  return found.length > 0 ? found : undefined;
}

/** The passages that share most of what the question is about; those of the patient before general ones. */
function fittingPassages({ question, passages }: Exchange, name = ''): Citation[] {
  const names = stemsOf(name);
  const asked = new Set([...stemsOf(question)].filter((stem) => !names.has(stem)));
  return passages
    .map((passage) => ({ ...passage, shared: sharedCount(asked, stemsOf(passage.passage)) }))
    .filter(({ shared }) => shared > 0)
    .toSorted(
      (one, other) => other.shared - one.shared || Number(other.patientId !== null) - Number(one.patientId !== null),
    )
    .slice(0, quotedPassages);
}
