import { splitWords } from '../../knowledge/lexical-embedder.js';
import type { Citation } from '../sessions/schemas.js';
import { type RecordPart, recordParts } from '../tool-definitions.js';
import type { QuestionContext } from './conversation.js';
import type { Model, ToolOutcome } from './model.js';
import type { PatientRecord, RecordList } from './record.js';
import { extractStems, isStopWord } from './words.js';

/** Passages quoted in one answer. */
const maximumQuotes = 3;

/** Entries quoted from one part of a record. */
const maximumEntries = 20;

const nothingFound = 'I found nothing about this in the documents you can access.';
const noModel = 'No language model is configured, so I can only quote documents.';
const noModelForPatient = 'No language model is configured, so I can only quote the record and documents.';
const patientHint = "To ask about a patient's record or documents, open a conversation about that patient.";
const whichPatient = `I can't tell which patient this is about. ${patientHint}`;
const notAnswered = "I can't answer this from a record.";

/** Words for the parts of a record, in English and Spanish, as stems. */
const partStems: Readonly<Record<RecordPart, ReadonlySet<string>>> = {
  demographics: extractStems(
    'age old born birth birthday birthdate birthplace gender sex address phone telephone mobile email contact identifier edad nacio nacimiento sexo genero direccion telefono correo',
  ),
  conditions: extractStems(
    'condition conditions diagnosis diagnoses diagnosed disease diseases illness illnesses problem problems comorbidities condicion diagnostico enfermedad enfermedades',
  ),
  procedures: extractStems(
    'procedure procedures surgery surgeries surgical operation operations operated procedimiento cirugia operacion',
  ),
  medications: extractStems(
    'medication medications medicine medicines drug drugs meds prescription prescriptions prescribed pills tablets medicamento medicacion medicina receta farmaco',
  ),
  allergies: extractStems(
    'allergy allergies allergic allergen intolerance intolerances intolerant alergia alergico alergica intolerancia',
  ),
  results: extractStems('result results lab labs laboratory test tests values resultado analisis laboratorio prueba'),
  reservations: extractStems(
    'appointment appointments reservation reservations booking bookings booked visit visits schedule scheduled cita citas visita reserva turno',
  ),
};

const partTitles: Readonly<Record<RecordPart, string>> = {
  demographics: 'Demographics',
  conditions: 'Conditions',
  procedures: 'Procedures',
  medications: 'Medications',
  allergies: 'Allergies',
  results: 'Results',
  reservations: 'Reservations',
};

/**
 * Picks the passages that share most words with the question: a search returns the nearest ones, related or not.
 * @param ignored words that don't relate a passage to the question, such as the patient's name
 */
function selectQuotes(asked: readonly string[], passages: readonly Citation[]): Citation[] {
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

/** Writes a value of a record with the names of its fields; what it is called comes first, without a name. */
function formatValue(value: unknown): string {
  if (Array.isArray(value)) return value.map(formatValue).join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  const { display, code, ...others } = value as Readonly<Record<string, unknown>>;
  if (display === undefined && typeof others.value === 'number' && Object.keys(others).length <= 3) {
    return [others.comparator, others.value, others.unit].filter((part) => part !== undefined).join(' ');
  }
  // A coding's display says more than its code; a result's code is itself a coding.
  const name = display ?? (code === undefined ? undefined : formatValue(code));
  const details = Object.entries(others).map(([field, part]) => `${toWords(field)} ${formatValue(part)}`);
  if (name === undefined) return details.join(', ');
  return details.length === 0 ? String(name) : `${name} (${details.join(', ')})`;
}

const toWords = (field: string): string => field.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();

function quoteList(
  part: RecordPart,
  { entries, nothingRecorded, notShown }: RecordList,
  asked: readonly string[],
): string {
  if (nothingRecorded !== undefined) return nothingRecorded;
  const count = (entry: object) => {
    const stems = extractStems(JSON.stringify(entry));
    return asked.filter((stem) => stems.has(stem)).length;
  };
  const ranked = entries.toSorted((one, other) => count(other) - count(one));
  const shown = ranked.slice(0, maximumEntries).map((entry) => `- ${formatValue(entry)}`);
  const left = entries.length - shown.length;
  const more = left > 0 ? [`There are ${left} more ${part}.`] : [];
  return [`${partTitles[part]}:`, ...shown, ...more, ...(notShown === undefined ? [] : [notShown])].join('\n');
}

/** Quotes the parts that the question names, and entries of the other parts that share a word with it. */
function quoteRecord({ patient, ...lists }: PatientRecord, asked: readonly string[]): string[] {
  return recordParts.flatMap((part) => {
    const isAsked = asked.some((stem) => partStems[part].has(stem));
    if (part === 'demographics') {
      const { id: _id, active: _active, ...facts } = patient;
      return isAsked ? [`Demographics: ${formatValue(facts)}`] : [];
    }
    const list = lists[part];
    if (list === undefined) return [];
    if (isAsked) return [quoteList(part, list, asked)];
    const entries = list.entries.filter((entry) => {
      const stems = extractStems(JSON.stringify(Object.values(entry)));
      return asked.some((stem) => stems.has(stem));
    });
    return entries.length > 0 ? [quoteList(part, { entries }, asked)] : [];
  });
}

/**
 * Returns true if two capitalized words in a row are neither the patient's name nor in the record or the passages: probably
 * the name of someone who is no patient.
 */
function namesSomeoneUnknown(question: string, known: string): boolean {
  const words = new Set(splitWords(known));
  const isUnknown = (word: string) =>
    /^\p{Lu}\p{Ll}/u.test(word) && splitWords(word).every((part) => !words.has(part) && !isStopWord(part));
  const isPartWord = (word: string) =>
    [...extractStems(word)].some((stem) => recordParts.some((part) => partStems[part].has(stem)));
  const asked = question.replace(/['’]s\b/g, ' ').match(/[\p{Letter}\p{Mark}-]+/gu) ?? [];
  return asked.some((word, index) => {
    const next = asked[index + 1] ?? '';
    return isUnknown(word) && isUnknown(next) && !isPartWord(word) && !isPartWord(next);
  });
}

/** Output of the search that precedes every answer. */
type SearchOutput = QuestionContext & { readonly passages?: readonly Citation[]; readonly problem?: string };

/** Output of the read that precedes every answer in a conversation about a patient. */
type RecordOutput = PatientRecord | { readonly problem: string };

function composeRecord(
  question: string,
  asked: readonly string[],
  search: SearchOutput,
  record: RecordOutput,
): string[] {
  if ('problem' in record) return [`${notAnswered} ${record.problem}`];
  const known = JSON.stringify([record, search.passages, search.exams]);
  if (namesSomeoneUnknown(question, known)) return [`${notAnswered} The question seems to name someone else.`];
  const quotes = quoteRecord(record, asked);
  if (quotes.length === 0) return [];
  const { fullName, birthDate } = record.patient;
  return [`From the record of ${fullName}, born ${birthDate}, as it is now:`, ...quotes];
}

function composeAnswer(question: string, search: SearchOutput, record: RecordOutput | undefined): string {
  const { passages = [], problem, patient } = search;
  const stems = [...extractStems(question)];
  const asksForRecord = stems.some((stem) => recordParts.some((part) => partStems[part].has(stem)));
  if (patient === null || record === undefined) {
    if (problem !== undefined) return `The search failed: ${problem}`;
    const quotes = selectQuotes(stems, passages).map(({ passage, number }) => `${passage} [${number}]`);
    if (quotes.length === 0) return `${nothingFound} ${noModel} ${asksForRecord ? whichPatient : patientHint}`;
    return [asksForRecord ? `${noModel} ${whichPatient}` : noModel, ...quotes].join('\n\n');
  }
  const ownWords = extractStems(`Record of ${patient.fullName}`);
  const asked = stems.filter((stem) => !ownWords.has(stem));
  const facts = composeRecord(question, asked, search, record);
  const quotes =
    problem === undefined
      ? selectQuotes(asked, passages).map(({ passage, number }) => `${passage} [${number}]`)
      : [`The search failed: ${problem}`];
  const scope = `This conversation is about ${patient.fullName}. ${noModelForPatient}`;
  if (facts.length > 0 || quotes.length > 0) return [scope, ...facts, ...quotes].join('\n\n');
  return `I found nothing about this in the record and in the documents you can access. ${scope}`;
}

/**
 * Stands in where no model is configured: quotes the record and the passages that were read for the question, and calls no
 * tools. It doesn't interpret the question, so it claims nothing beyond the quotes.
 */
export const quotingModel: Model = {
  name: 'extractive',
  async converse({ turns }) {
    const question = turns.findLast((turn) => turn.role === 'user')?.text ?? '';
    const outcomes: readonly ToolOutcome[] = turns.findLast((turn) => turn.role === 'tools')?.outcomes ?? [];
    const [search, record] = outcomes.map(({ output }) => output);
    const text = composeAnswer(question, search as SearchOutput, record as RecordOutput | undefined);
    return { text, toolCalls: [], stopReason: 'answered', inputTokens: 0, outputTokens: 0 };
  },
};
