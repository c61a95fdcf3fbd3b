import type { BookedSlot, Calendar } from './calendar.js';
import type { SampleClinic } from './clinic.js';
import { findSampleExam, type SampleExam } from './exams.js';
import { type Coding, hl7, type SampleResource, toConcept, toReference } from './fhir.js';
import type { SampleHistory } from './history.js';
import type { Maker } from './maker.js';
import type { SamplePatient } from './patients.js';
import { type ConditionKey, conditions, pregnancy } from './terms.js';
import { addDays, computeAgeYears, laterDate, millisecondsPerDay, parseIsoDay } from './time.js';

export interface Visit extends BookedSlot {
  /** Prefix of the keys of the visit's results. */
  key: string;
  exam: SampleExam;
  status: 'finished' | 'cancelled' | 'planned';
  resource: SampleResource;
}

interface VisitNeed {
  title: string;
  /** The earliest day, such as the onset of the condition. */
  since: Date;
  reason?: Coding;
}

const pastDays = 540;
const futureDays = 29;

/** Lists reasons for a visit by age, sex and history, starting with those that everyone has. */
function listVisitNeeds(patient: SamplePatient, history: SampleHistory, at: Date): VisitNeed[] {
  const age = computeAgeYears(patient.birthDate, at);
  const born = parseIsoDay(patient.birthDate);
  const since = (exam: string, years = 0): VisitNeed => ({
    title: exam,
    since: addDays(born, Math.ceil(years * 365.25) + 14),
  });
  const followUps = [...history.onsets].flatMap(([name, onset]) =>
    (conditions[name as ConditionKey].exams as string[]).map(
      (title): VisitNeed => ({ title, since: onset, reason: conditions[name].code }),
    ),
  );
  const { pregnantSince } = history;
  const prenatal: VisitNeed[] = pregnantSince
    ? ['Prenatal visit', 'Obstetric ultrasound', 'Oral glucose tolerance test'].map((title) => ({
        title,
        since: addDays(pregnantSince, 45),
        reason: pregnancy,
      }))
    : [];
  if (age < 18)
    return [since('Well-child visit'), ...followUps, ...(age >= 3 ? [since('Complete blood count', 2)] : [])];
  // Before turning eighteen, patients saw a pediatrician.
  const adult = (title: string, years = 18): VisitNeed => since(title, years);
  const isWoman = patient.sex === 'female';
  return [
    adult('General consultation'),
    ...prenatal,
    ...followUps,
    adult('Complete blood count'),
    adult('Urinalysis'),
    ...(pregnantSince ? [] : [adult('Comprehensive metabolic panel'), adult('Abdominal ultrasound')]),
    ...(age >= 40 ? [adult('Lipid panel', 40), adult('Chest X-ray', 40)] : []),
    ...(isWoman && age >= 21 && age <= 65 && !history.hasHadHysterectomy && !pregnantSince
      ? [adult('Cervical cancer screening', 21)]
      : []),
    ...(isWoman && age >= 40 && age <= 75 ? [adult('Screening mammogram', 40)] : []),
    ...(age >= 50 && age <= 75 ? [adult('Screening colonoscopy', 50)] : []),
    ...(age >= 30 ? [adult('Skin biopsy', 30)] : []),
  ];
}

/** Creates the finished, cancelled and planned visits of a patient, in chronological order. */
export function createVisits(
  make: Maker,
  clinic: SampleClinic,
  calendar: Calendar,
  patient: SamplePatient,
  history: SampleHistory,
): Visit[] {
  const random = make.random(`visits/${patient.index}`);
  const visits: Visit[] = [];

  const visit = (need: VisitNeed, status: Visit['status']): void => {
    const exam = findSampleExam(need.title);
    const isMinor = computeAgeYears(patient.birthDate, make.today) < 18;
    const able = clinic.medics.filter(({ specialty }) => exam.performers.includes(specialty));
    const fitting = able.filter(({ specialty }) => (specialty === 'pediatrics') === isMinor);
    const sinceDay = Math.ceil(
      (laterDate(need.since, addDays(make.today, -pastDays)).getTime() - make.today.getTime()) / millisecondsPerDay,
    );
    const booked = calendar.book(random, {
      patientId: patient.id,
      medics: fitting.length > 0 ? fitting : able,
      durationMinutes: exam.durationMinutes,
      ...(status === 'planned' ? { fromDay: 1, toDay: futureDays } : { fromDay: sinceDay, toDay: -1 }),
    });
    if (!booked) return;
    const { medic, start, end } = booked;
    const period = { start: start.toISOString(), end: end.toISOString() };
    const key = `patient/${patient.index}/visit/${visits.length}`;
    const resource = make.dated('Encounter', key, {
      status,
      class: hl7('v3-ActCode', 'AMB', 'ambulatory'),
      type: [toConcept(exam.code, exam.title)],
      subject: toReference(patient.id, patient.fullName),
      participant: [
        {
          type: [toConcept(hl7('v3-ParticipationType', 'ATND', 'attender'))],
          individual: toReference(medic.id, `Dr. ${medic.fullName}`),
          ...(status === 'finished' && { period }),
        },
      ],
      period,
      ...(need.reason && { reasonCode: [toConcept(need.reason)] }),
      location: [{ location: toReference(medic.locationId) }],
      serviceProvider: toReference(medic.departmentId),
    });
    visits.push({ ...booked, key, exam, status, resource });
  };

  const needs = listVisitNeeds(patient, history, make.today);
  const [first, ...others] = needs;
  if (first) visit(first, 'finished');
  // All follow-ups, so that every condition has results, and a few of the others.
  const due = others.filter(({ reason }) => reason);
  const optional = random.shuffle(others.filter(({ reason }) => !reason)).slice(0, random.integer(1, 3));
  for (const need of [...due, ...optional]) visit(need, 'finished');
  const laboratory = due.find(({ title }) => findSampleExam(title).type === 'laboratory');
  if (laboratory) visit(laboratory, 'finished');
  if (random.chance(0.35)) visit(random.pick(needs), 'cancelled');
  for (let count = random.integer(0, 3); count > 0; count--) visit(random.pick(needs), 'planned');
  return visits.sort((a, b) => a.start.getTime() - b.start.getTime());
}
