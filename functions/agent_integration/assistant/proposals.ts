import { Problem } from '../../http/problem.js';
import type { MessageRow } from '../sessions/queries.js';
import type { ProposedBooking, ToolCall } from '../sessions/schemas.js';
import { formatProblem, type RunOperation } from './operations.js';

export interface OpenProposal {
  readonly id: string;
  readonly booking: ProposedBooking;
}

/** Finds the booking proposed by the last answer. The next message either confirms it or drops it. */
export function findOpenProposal(messages: readonly MessageRow[]): OpenProposal | undefined {
  const call = messages.at(-1)?.toolCalls?.find(({ proposal }) => proposal !== null);
  return call?.proposal ? { id: call.id, booking: call.proposal } : undefined;
}

const confirmationPattern =
  /^(?:(?:yes|ok|okay|sure|s[ií])[,.! ]+)?(?:yes|yes,? please|please do|(?:i )?confirm(?:ed)?(?: it)?|(?:please )?book it(?:,? please)?|go ahead|do it|s[ií](?:,? por favor)?|confirmo|adelante)[.! ]*$/;

/**
 * Returns true if a message says yes and nothing else; "yes, but an hour later" is not a confirmation. A fixed rule
 * decides, never a model: a passage can mislead a model.
 */
export const isConfirmation = (content: string): boolean =>
  confirmationPattern.test(content.normalize('NFC').trim().toLowerCase());

/** Formats an instant as weekday, date and time; from parts, because Node versions join them differently. */
export function formatClock(instant: Date, timeZone: string): { weekday: string; day: string; clockTime: string } {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    weekday: 'long',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  return {
    weekday: parts.weekday ?? '',
    day: `${parts.year}-${parts.month}-${parts.day}`,
    clockTime: `${parts.hour}:${parts.minute}`,
  };
}

function describeBooking(
  { examName, patientName, patientBirthDate, medicName, ...times }: ProposedBooking,
  timeZone: string,
): string {
  const { weekday, day, clockTime } = formatClock(new Date(times.startsAt), timeZone);
  const end = formatClock(new Date(times.endsAt), timeZone);
  const until = end.day === day ? end.clockTime : `${end.day} ${end.clockTime}`;
  return `${examName} for ${patientName}, born ${patientBirthDate}, with ${medicName} on ${weekday}, ${day}, from ${clockTime} to ${until} (${timeZone})`;
}

/**
 * Builds the confirmation question from the whole proposal, whatever the model says about it: a passage can mislead a
 * model about the times or the notes.
 */
export function buildConfirmationPrompt(booking: ProposedBooking, timeZone: string): string {
  const notes = booking.notes === null ? '' : ` Notes: "${booking.notes}".`;
  const reason = booking.reason == null ? '' : ` Reason: "${booking.reason}".`;
  return `Not booked yet: ${describeBooking(booking, timeZone)}.${notes}${reason} Answer "yes" to book exactly this.`;
}

const unknownOutcomes: readonly unknown[] = ['/problems/conflict', '/problems/not-found'];

/**
 * Books a proposal as the caller. The idempotency key prevents a second booking when the answer is lost and the
 * confirmation is sent again.
 * @throws Problem `unavailable` if the outcome is unknown
 */
export async function bookProposal(
  runOperation: RunOperation,
  { id, booking }: OpenProposal,
  timeZone: string,
): Promise<{ text: string; call: ToolCall }> {
  const { patientId, medicId, examId, startsAt, endsAt, notes, reason } = booking;
  const input = { patientId, medicId, examId, startsAt, endsAt, notes, reason };
  const answer = await runOperation('bookReservation', input, `assistant-${id}`);
  const call = { id, name: 'bookReservation' as const, problem: null, proposal: null, reservationId: null };
  if ('problem' in answer) {
    // The same confirmation can be in progress in another request, or have booked what the caller can no longer read, so
    // "not booked" would be a guess.
    if (unknownOutcomes.includes(answer.problem.type)) throw new Problem('unavailable');
    const problem = formatProblem(answer.problem);
    return {
      text: `Not booked: ${describeBooking(booking, timeZone)}. ${problem}`,
      call: { ...call, outcome: 'refused', problem },
    };
  }
  return {
    text: `Booked: ${describeBooking(booking, timeZone)}.`,
    call: { ...call, outcome: 'done', reservationId: String(answer.body.id) },
  };
}
