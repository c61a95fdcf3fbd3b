import type { Citation } from '../../sessions/schemas.js';
import type { QuestionContext } from '../conversation.js';
import type { Turn } from '../model.js';

/** A tool that has been run for this question. */
interface Done {
  readonly name: string;
  readonly isError: boolean;
  readonly output: object;
}

export interface FoundPatient {
  readonly patient: { readonly id: string; readonly fullName: string; readonly birthDate: string };
  readonly score: number;
}

export interface FreeSlot {
  readonly medicId: string;
  readonly medicName: string;
  readonly startsAt: string;
}

/** The last question with what tools have given for it so far. */
export class Exchange {
  readonly question: string;
  readonly #done: readonly Done[];

  constructor(turns: readonly Turn[]) {
    const start = turns.findLastIndex(({ role }) => role === 'user');
    const asked = turns[start];
    this.question = asked?.role === 'user' ? asked.text : '';
    const names = new Map<string, string>();
    this.#done = turns.slice(start + 1).flatMap((turn): Done[] => {
      if (turn.role === 'assistant') for (const { id, name } of turn.toolCalls) names.set(id, name);
      if (turn.role !== 'tools') return [];
      return turn.outcomes.map(({ id, output, isError }) => ({ name: names.get(id) ?? '', isError, output }));
    });
  }

  /** The clinic's facts, which come with the first search. */
  get situation(): QuestionContext {
    return this.#done[0]?.output as QuestionContext;
  }

  /** Passages of all searches, each once. */
  get passages(): Citation[] {
    const found = this.#outputsOf('searchKnowledge').flatMap(({ passages = [] }) => passages as Citation[]);
    return [...new Map(found.map((passage) => [passage.number, passage])).values()];
  }

  get searches(): number {
    return this.#done.filter(({ name }) => name === 'searchKnowledge').length;
  }

  /** Undefined where nobody has been looked up. */
  get patients(): FoundPatient[] | undefined {
    const found = this.#outputsOf('lookUpPatients').at(-1);
    return found && (found.data as FoundPatient[]);
  }

  /** Undefined where no slots have been asked for. */
  get slots(): FreeSlot[] | undefined {
    const found = this.#outputsOf('findAvailability').at(-1);
    return found && (found.data as FreeSlot[]);
  }

  get isProposed(): boolean {
    return this.#outputsOf('bookReservation').length > 0;
  }

  /** Why the last tool refused; the first search aside, without which there still is an answer to give. */
  get problem(): string | undefined {
    const last = this.#done.slice(1).at(-1);
    return last?.isError ? String((last.output as { problem?: unknown }).problem) : undefined;
  }

  #outputsOf(tool: string): Record<string, unknown>[] {
    return this.#done.flatMap(({ name, isError, output }) =>
      name === tool && !isError ? [output as Record<string, unknown>] : [],
    );
  }
}
