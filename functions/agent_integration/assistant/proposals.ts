import { Problem } from '../../http/problem.js';
import type { MessageRow } from '../sessions/queries.js';
import type { ProposedBooking, ToolCall } from '../sessions/schemas.js';
import { toClockTime } from './clock.js';
import { formatProblem, type RunOperation } from './operations.js';

export interface OpenProposal {
  readonly id: string;
  readonly booking: ProposedBooking;
}

/** The booking that the last answer proposed. Whatever is said next settles it: it is confirmed, or it is gone. */
export function findOpenProposal(messages: readonly MessageRow[]): OpenProposal | undefined {
  const call = messages.at(-1)?.toolCalls?.find(({ proposal }) => proposal !== null);
  return call?.proposal ? { id: call.id, booking: call.proposal } : undefined;
}

const confirmationPattern =
  /^(?:(?:yes|ok|okay|sure|s[ií])[,.! ]+)?(?:yes|yes,? please|please do|(?:i )?confirm(?:ed)?(?: it)?|(?:please )?book it(?:,? please)?|go ahead|do it|s[ií](?:,? por favor)?|confirmo|adelante)[.! ]*$/;

/**
 * Whether a message says yes and nothing else. A rule decides it and never a model: a model may have been talked into
 * something by a passage, and "yes, but an hour later" is no confirmation.
 */
export const isConfirmation = (content: string): boolean =>
  confirmationPattern.test(content.normalize('NFC').trim().toLowerCase());

function describeBooking(
  { examName, patientName, patientBirthDate, medicName, ...times }: ProposedBooking,
  timeZone: string,
): string {
  const { weekday, day, clockTime } = toClockTime(new Date(times.startsAt), timeZone);
  const end = toClockTime(new Date(times.endsAt), timeZone);
  const until = end.day === day ? end.clockTime : `${end.day} ${end.clockTime}`;
  return `${examName} for ${patientName}, born ${patientBirthDate}, with ${medicName} on ${weekday}, ${day} at ${clockTime} to ${until} (${timeZone})`;
}

/**
 * What a person is asked to confirm: made of the proposal itself, whatever the model says beside it, and all of it. A model
 * may have been talked into its end or its notes by a passage.
 */
export function buildConfirmationPrompt(booking: ProposedBooking, timeZone: string): string {
  const notes = booking.notes === null ? '' : ` Notes: “${booking.notes}”.`;
  return `Not booked yet: ${describeBooking(booking, timeZone)}.${notes} Answer “yes” to book exactly this.`;
}

/**
 * Books exactly what was proposed, as the caller. The key makes it happen once, also when the answer is lost on its way
 * and the confirmation comes again.
 * @throws Problem `unavailable` where it can't be said whether it was booked
 */
export async function bookProposal(
  runOperation: RunOperation,
  { id, booking }: OpenProposal,
  timeZone: string,
): Promise<{ text: string; call: ToolCall }> {
  const { patientId, medicId, examId, startsAt, endsAt, notes } = booking;
  const input = { patientId, medicId, examId, startsAt, endsAt, notes };
  const answer = await runOperation('bookReservation', input, `assistant-${id}`);
  const call = { id, name: 'bookReservation' as const, problem: null, proposal: null, reservationId: null };
  if ('problem' in answer) {
    // Perhaps the same confirmation is booking just now: that nothing was booked would be a guess.
    if (answer.problem.type === '/problems/conflict') throw new Problem('unavailable');
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
