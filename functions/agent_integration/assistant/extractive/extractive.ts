import type { ToolName } from '../../tool-definitions.js';
import { clockOf } from '../clock.js';
import { searchedPart } from '../conversation.js';
import type { Model, ModelAnswer } from '../model.js';
import { Exchange, type FoundPatient, type FreeSlot } from './exchange.js';
import { type Wish, wishOf } from './wish.js';
import { folded, sharedCount, stemsOf } from './words.js';

/** Passages that one answer quotes. */
const quotedPassages = 3;
const listedSlots = 5;
const listedPatients = 5;

/** A match this good, and this far before the next, is the patient whom somebody means. */
const clearScore = 0.6;
const clearLead = 0.1;

/** How far ahead slots are looked for where no day is named. */
const searchedDays = 14;
const hourMilliseconds = 60 * 60 * 1000;

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
  if (tied !== null) return { id: tied.id };
  if (patient === undefined) return { text: 'For which patient? Say the name, an e-mail address or a phone number.' };
  if (exchange.patients === undefined) return { tool: 'lookUpPatients', input: { ...patient, limit: listedPatients } };
  const found = clearMatch(exchange.patients);
  if (found !== undefined) return { id: found.patient.id };
  return { text: whoFits(exchange.patients) };
}

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

/** Slots of the day that is named, its hours in any time zone included, or of the next days. */
function slotSearch(exchange: Exchange, { exam, time }: Wish): Move {
  const now = new Date(exchange.situation.clinic.now);
  const noon = time.day === undefined ? Number.NaN : Date.parse(`${time.day}T12:00:00Z`);
  const from = Number.isNaN(noon) ? now : new Date(noon - 27 * hourMilliseconds);
  const to = new Date(
    Number.isNaN(noon) ? now.getTime() + searchedDays * 24 * hourMilliseconds : noon + 27 * hourMilliseconds,
  );
  return {
    tool: 'findAvailability',
    input: { examId: exam?.id, from: from.toISOString(), to: to.toISOString(), limit: 500 },
  };
}

/** The slots that a message means. */
function fitting(slots: readonly FreeSlot[], { medicName, time }: Wish, timeZone: string): FreeSlot[] {
  const medicWords = folded(medicName ?? '').split(/\s+/);
  return slots.filter((slot) => {
    const { day, clockTime } = clockOf(new Date(slot.startsAt), timeZone);
    return (
      (time.day === undefined || time.day === day) &&
      (time.clockTime === undefined || time.clockTime === clockTime) &&
      medicWords.every((word) => folded(slot.medicName).includes(word))
    );
  });
}

function slotsMove(exchange: Exchange, wish: Wish): Move {
  if (exchange.slots === undefined) return slotSearch(exchange, wish);
  const { timeZone } = exchange.situation.clinic;
  const lines = fitting(exchange.slots, wish, timeZone)
    .slice(0, listedSlots)
    .map(({ medicName, startsAt }) => {
      const { day, clockTime } = clockOf(new Date(startsAt), timeZone);
      return `- ${day} ${clockTime} with ${medicName}`;
    });
  if (lines.length === 0) return { text: `There is no such free slot for ${wish.exam?.name}.` };
  return { text: [`The first free slots for ${wish.exam?.name} (${timeZone}):`, ...lines].join('\n') };
}

function bookingMove(exchange: Exchange, wish: Wish): Move {
  const patient = patientOf(exchange, wish);
  if (!('id' in patient)) return patient;
  if (exchange.slots === undefined) return slotSearch(exchange, wish);
  if (exchange.isProposed) return { text: '' };
  const [slot] = fitting(exchange.slots, wish, exchange.situation.clinic.timeZone);
  if (slot === undefined) return { text: `There is no such free slot for ${wish.exam?.name}.` };
  const { medicId, startsAt } = slot;
  return { tool: 'bookReservation', input: { patientId: patient.id, medicId, examId: wish.exam?.id, startsAt } };
}

/** A question that names a patient is searched in that patient's documents too, where it is clear who is meant. */
function questionMove(exchange: Exchange, { patient }: Wish): Move {
  const isTied = exchange.situation.patient !== null;
  if (patient !== undefined && !isTied) {
    if (exchange.patients === undefined)
      return { tool: 'lookUpPatients', input: { ...patient, limit: listedPatients } };
    const clear = clearMatch(exchange.patients);
    if (clear !== undefined && exchange.searches === 1) {
      return {
        tool: 'searchKnowledge',
        input: { query: searchedPart(exchange.question), patientId: clear.patient.id },
      };
    }
    if (clear === undefined && exchange.patients.some(({ score }) => score >= clearScore)) {
      return { text: whoFits(exchange.patients) };
    }
  }
  return { text: quote(exchange, patient?.name) };
}

/** The passages that share most of what the question is about; those of the patient before general ones. */
function quote({ question, passages }: Exchange, name = ''): string {
  const names = stemsOf(name);
  const asked = new Set([...stemsOf(question)].filter((stem) => !names.has(stem)));
  const best = passages
    .map((passage) => ({ ...passage, shared: sharedCount(asked, stemsOf(passage.passage)) }))
    .filter(({ shared }) => shared > 0)
    .toSorted(
      (one, other) => other.shared - one.shared || Number(other.patientId !== null) - Number(one.patientId !== null),
    )
    .slice(0, quotedPassages);
  if (best.length === 0) return 'Nothing about this stands in the documents that you may read.';
  return best.map(({ passage, number }) => `${passage} [${number}]`).join('\n\n');
}
