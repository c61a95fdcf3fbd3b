import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Steps } from '../../http/context.js';
import { ReservationInput } from '../../reservations/schemas.js';
import { type Citation, maximumToolCalls, type ToolCall, type ToolName, toPlainCitation } from '../sessions/schemas.js';
import { RecordQuery, type ToolDefinition, toolDefinitions } from '../tool-definitions.js';
import { findOnlyMatch, findUnsaidCriterion } from './lookup-match.js';
import type { ModelToolCall, ToolOutcome } from './model.js';
import { formatProblem, type RunOperation } from './operations.js';
import { findBookingNames } from './queries.js';
import { readRecord } from './record.js';
import { uuidPattern } from './subject.js';

/** Slots returned when a model sets no limit; more would only cost tokens. */
const defaultSlots = 20;

/** Matches of a lookup: enough to tell whether a name is ambiguous. */
const maximumMatches = 10;

const onePatientPerAnswer = 'This answer is about another patient. Answer about one patient at a time.';

const formatIssues = ({ issues }: z.ZodError): string =>
  issues.map(({ path, message }) => `/${path.join('/')} ${message}`).join('; ');

const proposalTool: ToolDefinition = {
  ...toolDefinitions.bookReservation,
  description:
    "Proposes a booking: an exam for a patient with a medic, in a slot from findAvailability. It doesn't book: the person sees the patient, exam, medic and time and must confirm them in the next message. Call it as soon as all four are known, once per answer, and never ask for the confirmation yourself.",
};

type FoundPassage = Omit<Citation, 'number'>;

interface ToolboxArgs {
  readonly runOperation: RunOperation;
  readonly steps: Steps;
  /** The patient that the session is tied to. */
  readonly patientId: string | null;
  /** Everything that the person wrote in the conversation, this question included. */
  readonly said: string;
  /** Why no patient's data may be read for this question, if so. */
  readonly withheld: string | undefined;
  /** Whether the caller can set the clinical reason of a reservation. */
  readonly maySetReason: boolean;
}

/** Runs the tools for one answer and records their calls, passages and patients. */
export class Toolbox {
  /** Available to the model. A session tied to a patient needs no patient lookup. */
  readonly tools: Readonly<Record<string, ToolDefinition>>;
  readonly calls: ToolCall[] = [];
  readonly passages: Citation[] = [];
  /** Patients whose data was returned or who are in a proposal. */
  readonly patientIds = new Set<string>();
  /** The patient of the session, or of the last search or proposal. */
  aboutPatientId: string | null;
  embedder = 'none';
  /** Patients outside of a session's that this answer may read: those that a lookup identified. */
  readonly #identified = new Set<string>();
  readonly #args: ToolboxArgs;

  constructor(args: ToolboxArgs) {
    this.#args = args;
    this.aboutPatientId = args.patientId;
    const { lookUpPatients, ...others } = { ...toolDefinitions, bookReservation: proposalTool };
    this.tools = args.patientId === null ? { lookUpPatients, ...others } : others;
    // A person who writes an id means one patient.
    for (const id of args.said.toLowerCase().match(uuidPattern) ?? []) this.#identified.add(id);
  }

  /** Withdraws the proposal, so that it can't be confirmed. */
  withdraw(problem: string): void {
    for (const call of this.calls) {
      if (call.proposal !== null) Object.assign(call, { outcome: 'refused', problem, proposal: null });
    }
  }

  /** Runs a tool as the caller. A refusal is returned to the model, which can try something else. */
  async run({ id, name, input }: ModelToolCall): Promise<ToolOutcome> {
    const refuse = (problem: string): ToolOutcome => ({ id, output: { problem }, isError: true });
    if (!Object.hasOwn(this.tools, name)) return refuse('This tool is not available in this conversation.');
    if (this.calls.length >= maximumToolCalls)
      return refuse('This answer has used all its tool calls. Answer with the results so far.');
    if (typeof input !== 'object' || input === null || Array.isArray(input))
      return refuse('The input must be an object.');
    const tool = name as ToolName;
    const record = { id: randomUUID(), name: tool, problem: null, proposal: null, reservationId: null };
    try {
      const { output, call } = await this.#dispatch(tool, input as Record<string, unknown>);
      this.calls.push({ ...record, outcome: 'done', ...call });
      return { id, output, isError: false };
    } catch (error) {
      if (!(error instanceof ToolRefusal)) throw error;
      this.calls.push({ ...record, outcome: 'refused', problem: error.message });
      return refuse(error.message);
    }
  }

  async #dispatch(
    name: ToolName,
    input: Record<string, unknown>,
  ): Promise<{ output: object; call?: Partial<ToolCall> }> {
    switch (name) {
      case 'lookUpPatients':
        return { output: await this.#lookUp(input) };
      case 'readRecord':
        return { output: await this.#read(this.#restrictToPatient(input)) };
      case 'findAvailability':
        return { output: await this.#operate(name, { limit: defaultSlots, ...input }) };
      case 'searchKnowledge':
        return { output: await this.#search(this.#restrictSearch(input)) };
      case 'bookReservation':
        return this.#propose(this.#restrictToPatient(input));
    }
  }

  async #operate(
    name: 'lookUpPatients' | 'findAvailability' | 'searchKnowledge',
    input: unknown,
  ): Promise<Readonly<Record<string, unknown>>> {
    const answer = await this.#args.runOperation(name, input);
    if ('problem' in answer) throw new ToolRefusal(formatProblem(answer.problem));
    return answer.body;
  }

  /** Limits a session tied to a patient to that patient, for searches and bookings alike. */
  #restrictToPatient(input: Record<string, unknown>): Record<string, unknown> {
    const { patientId } = this.#args;
    if (patientId === null) return input;
    if (input.patientId != null && input.patientId !== patientId) {
      throw new ToolRefusal('This conversation is about another patient.');
    }
    return { ...input, patientId };
  }

  /** A search of a question that isn't about the session's patient leaves that patient's documents out. */
  #restrictSearch(input: Record<string, unknown>): Record<string, unknown> {
    const { patientId, withheld } = this.#args;
    if (patientId === null || withheld === undefined || input.patientId != null) return this.#restrictToPatient(input);
    return input;
  }

  /**
   * Allows to read data of one patient per answer, so that data of one can't pass for data of another: the session's, or one
   * that a lookup identified beyond doubt.
   */
  #requireReadable(patientId: string): void {
    const { withheld } = this.#args;
    if (withheld !== undefined) throw new ToolRefusal(withheld);
    if (this.#args.patientId === null && !this.#identified.has(patientId)) {
      throw new ToolRefusal(
        'It is not clear which patient is meant. Look the patient up; if several match, ask which.',
      );
    }
    if (this.aboutPatientId !== null && this.aboutPatientId !== patientId) {
      throw new ToolRefusal(onePatientPerAnswer);
    }
    this.aboutPatientId = patientId;
  }

  /** Identifies a patient by details that the person gave. The model can neither add one nor hide further matches. */
  async #lookUp({ limit: _limit, ...input }: Record<string, unknown>): Promise<object> {
    const unsaid = findUnsaidCriterion(input, this.#args.said);
    if (unsaid !== undefined) {
      throw new ToolRefusal(`/${unsaid} is not in the person's messages. Look up patients only by details they gave.`);
    }
    const found = await this.#operate('lookUpPatients', { ...input, limit: maximumMatches });
    const matches = found.data as Parameters<typeof findOnlyMatch>[1];
    for (const { patient } of matches) this.patientIds.add(patient.id);
    const only = findOnlyMatch(input, matches);
    if (only !== undefined) this.#identified.add(only.id);
    return only === undefined && matches.length > 0
      ? { ...found, ambiguous: 'Several patients could be meant. Ask which one, by the birth date for example.' }
      : found;
  }

  async #read(input: Record<string, unknown>): Promise<object> {
    const parsed = RecordQuery.safeParse(input);
    if (!parsed.success) throw new ToolRefusal(formatIssues(parsed.error));
    const { patientId } = parsed.data;
    this.#requireReadable(patientId);
    const read = await readRecord(this.#args.runOperation, parsed.data);
    if ('problem' in read) throw new ToolRefusal(formatProblem(read.problem));
    this.patientIds.add(patientId);
    return read.record;
  }

  async #search(input: Record<string, unknown>): Promise<object> {
    if (typeof input.patientId === 'string') this.#requireReadable(input.patientId.toLowerCase());
    const found = await this.#operate('searchKnowledge', input);
    this.embedder = String(found.embedder);
    return { passages: (found.data as FoundPassage[]).map((passage) => this.#number(passage)) };
  }

  /** Numbers a passage; one found twice keeps its number. */
  #number({ documentId, title, source, patientId, passage }: FoundPassage): Citation {
    const number = this.passages.length + 1;
    const cited = toPlainCitation({ number, documentId, title, source, patientId, passage });
    const known = this.passages.find((each) => each.documentId === documentId && each.passage === cited.passage);
    if (known !== undefined) return known;
    this.passages.push(cited);
    if (patientId !== null) this.patientIds.add(patientId);
    return cited;
  }

  /** Checks a booking and records it for the person to confirm. Books nothing. */
  async #propose(input: unknown): Promise<{ output: object; call: Partial<ToolCall> }> {
    if (this.calls.some(({ proposal }) => proposal !== null))
      throw new ToolRefusal('An answer can have only one proposal.');
    const parsed = ReservationInput.safeParse(input);
    if (!parsed.success) throw new ToolRefusal(formatIssues(parsed.error));
    const { patientId, medicId, examId, startsAt, endsAt, notes = null, reason = null } = parsed.data;
    if (reason !== null && !this.#args.maySetReason)
      throw new ToolRefusal('/reason can only be set by a medic. Propose the booking without it, and say so.');
    this.#requireReadable(patientId);
    const found = await this.#args.steps.run((tx) => findBookingNames(tx, { patientId, medicId, examId }));
    if (found === undefined) throw new ToolRefusal('The patient, medic or exam does not exist.');
    const { patientName, patientBirthDate, medicName, examName, durationMinutes } = found;
    const proposal = {
      ...{ patientId, patientName, patientBirthDate, medicId, medicName, examId, examName, notes, reason },
      startsAt: startsAt.toISOString(),
      endsAt: (endsAt ?? new Date(startsAt.getTime() + durationMinutes * 60_000)).toISOString(),
    };
    this.patientIds.add(patientId);
    return {
      output: { proposal, status: 'Not booked. The person will be asked to confirm it in the next message.' },
      call: { outcome: 'proposed', proposal },
    };
  }
}

/** A tool call that is refused, with the reason for the model. */
class ToolRefusal extends Error {}
