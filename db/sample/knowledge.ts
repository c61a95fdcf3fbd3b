import { sampleExams } from './exams.js';

/** A general document of the clinic, as the knowledge base takes it. */
export interface SampleKnowledge {
  /** Stable, so that adding it again replaces it. */
  readonly id: string;
  readonly title: string;
  /** Markdown. */
  readonly text: string;
  readonly source: string;
}

/** Describes the preparation of every exam in the catalog, one heading per exam. */
const preparations = sampleExams
  .map(
    ({ title, description, durationMinutes, preparation }) =>
      `# ${title}\n\nHow to prepare: ${preparation}\n\nWhat it is: ${description} Plan ${durationMinutes} minutes.`,
  )
  .join('\n\n');

const hours = `# Opening hours

Both clinics are open Monday to Friday from 09:00 to 17:00. They are closed on weekends and on public holidays.

# Laboratory

The laboratory takes blood from 09:00 to 12:00. Fasting patients come first.

# Emergencies

In an emergency, call 911. The clinics have no emergency room.`;

const appointments = `# Cancel or move an appointment

Call or write at least 24 hours before the appointment, so that someone else can have the time. Cancelling is free. After two
missed appointments, reception calls the patient before it books another one.

# Arriving

Arrive 15 minutes early with an identity document and the insurance card. Patients who are more than 15 minutes late may have to
wait or take another appointment.

# Minors

A parent or guardian comes with patients under 18 and signs the consent forms.`;

const visiting = `# Companions and visitors

One companion may come into the waiting room and, if the patient agrees, into the consultation. During X-rays, companions wait
outside. Patients who get a sedative need someone who takes them home.

# Parking and access

Parking in front of both clinics is free for two hours. All floors can be reached with a wheelchair.

# Interpreters

Interpreters for Spanish and Portuguese are free. Ask for one when booking.`;

const results = `# When results are ready

Blood and urine results are ready after one to two working days, imaging reports after two working days, and biopsies after about
a week.

# How to get results

The medic who ordered the exam releases the results and explains them, at a visit or by phone. Reception can't explain results.
Urgent results are phoned to the patient the same day.

# Copies

Patients can ask reception for a copy of their results. It is free and ready within three working days.`;

/** General knowledge of the invented clinic network. It says nothing about any patient. */
export const sampleKnowledge: readonly SampleKnowledge[] = [
  { id: '6b1d1c54-0001-4c6e-9a57-2f0c5a3e0001', title: 'Preparing for exams', text: preparations },
  { id: '6b1d1c54-0002-4c6e-9a57-2f0c5a3e0002', title: 'Opening hours', text: hours },
  { id: '6b1d1c54-0003-4c6e-9a57-2f0c5a3e0003', title: 'Appointments and cancellation', text: appointments },
  { id: '6b1d1c54-0004-4c6e-9a57-2f0c5a3e0004', title: 'Visiting the clinic', text: visiting },
  { id: '6b1d1c54-0005-4c6e-9a57-2f0c5a3e0005', title: 'Exam results', text: results },
].map((document) => ({ ...document, source: 'Staff handbook' }));
