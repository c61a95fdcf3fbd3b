import type { SampleClinic } from './clinic.js';
import { type Coding, hl7, type SampleResource, toConcept, toReference } from './fhir.js';
import type { Maker } from './maker.js';
import type { SamplePatient } from './patients.js';
import type { Random } from './random.js';
import {
  type AllergyTerm,
  allergies,
  type ConditionKey,
  type ConditionTerm,
  conditionTerms,
  hysterectomy,
  type MedicationTerm,
  pregnancy,
  procedures,
} from './terms.js';
import {
  addDays,
  computeAgeYears,
  laterDate,
  millisecondsPerDay,
  parseIsoDay,
  referenceDay,
  toIsoDay,
} from './time.js';

/** A medical history. Laboratory values and visits follow from `onsets`, the onsets of lasting conditions. */
export interface SampleHistory {
  resources: SampleResource[];
  onsets: Map<ConditionKey, Date>;
  pregnantSince: Date | undefined;
  hasHadHysterectomy: boolean;
}

/** Latest onset, so that every condition has had a follow-up before any `now`. */
const latestOnset = addDays(referenceDay, -90);

const clinical = (system: 'condition-clinical' | 'allergyintolerance-clinical', code: string) => ({
  coding: [hl7(system, code, code === 'active' ? 'Active' : 'Resolved')],
});
const verified = (system: 'condition-ver-status' | 'allergyintolerance-verification') => ({
  coding: [hl7(system, 'confirmed', 'Confirmed')],
});

/** Picks a day in an age range. Returns undefined for a person who is too young. */
function pickDay(
  random: Random,
  birthDate: string,
  [minAge, maxAge]: [number, number],
  notBefore: Date,
): Date | undefined {
  const birth = parseIsoDay(birthDate);
  const from = laterDate(addDays(birth, Math.ceil(minAge * 365.25)), notBefore);
  const until = Math.min(addDays(birth, Math.floor(maxAge * 365.25)).getTime(), latestOnset.getTime());
  const days = Math.floor((until - from.getTime()) / millisecondsPerDay);
  return days > 0 ? addDays(from, random.integer(0, days)) : undefined;
}

export function createHistory(
  make: Maker,
  clinic: SampleClinic,
  patient: SamplePatient,
  mayBePregnant: boolean,
): SampleHistory {
  const random = make.random(`history/${patient.index}`);
  const key = (name: string) => `patient/${patient.index}/${name}`;
  const subject = toReference(patient.id, patient.fullName);
  const isChild = computeAgeYears(patient.birthDate, referenceDay) < 18;
  const doctors = clinic.medics.filter(({ specialty }) => specialty === (isChild ? 'pediatrics' : 'general'));
  const doctor = random.pick(doctors);
  const by = toReference(doctor.id, `Dr. ${doctor.fullName}`);
  const suits = (sex: 'female' | 'male' | undefined) => sex === undefined || sex === patient.sex;
  const history: SampleHistory = {
    resources: [],
    onsets: new Map(),
    pregnantSince: undefined,
    hasHadHysterectomy: false,
  };

  const describeCondition = (code: Coding, onset: Date, status: 'active' | 'resolved') => ({
    clinicalStatus: clinical('condition-clinical', status),
    verificationStatus: verified('condition-ver-status'),
    category: [toConcept(hl7('condition-category', 'encounter-diagnosis', 'Encounter Diagnosis'))],
    code: toConcept(code),
    subject,
    onsetDateTime: toIsoDay(onset),
  });

  const addCondition = (term: ConditionTerm, name: ConditionKey, onset: Date) => {
    const condition = make.lasting('Condition', key(`condition/${name}`), {
      ...describeCondition(term.code, onset, term.isLasting ? 'active' : 'resolved'),
      ...(term.isLasting ? {} : { abatementDateTime: toIsoDay(addDays(onset, random.integer(7, 21))) }),
      recordedDate: toIsoDay(onset),
      recorder: by,
    });
    history.resources.push(condition);
    if (term.isLasting) history.onsets.set(name, onset);
    return condition;
  };

  const addMedication = (term: MedicationTerm, name: string, reason: SampleResource, from: Date, until?: Date) => {
    const end = until && { end: toIsoDay(until) };
    history.resources.push(
      make.lasting('MedicationRequest', key(`medication/${name}`), {
        status: until ? 'stopped' : 'active',
        intent: 'order',
        medicationCodeableConcept: toConcept(term.code),
        subject,
        authoredOn: toIsoDay(from),
        requester: by,
        reasonReference: [toReference(reason.id)],
        dosageInstruction: [{ text: term.dosage }],
        dispenseRequest: { validityPeriod: { start: toIsoDay(from), ...end } },
      }),
    );
  };

  const addAllergy = (term: AllergyTerm) => {
    const onset = pickDay(random, patient.birthDate, [1, 40], parseIsoDay(patient.birthDate));
    if (!onset) return false;
    history.resources.push(
      make.lasting('AllergyIntolerance', key(`allergy/${term.code.code}`), {
        clinicalStatus: clinical('allergyintolerance-clinical', 'active'),
        verificationStatus: verified('allergyintolerance-verification'),
        type: 'allergy',
        category: [term.category],
        criticality: term.criticality,
        code: toConcept(term.code),
        patient: subject,
        onsetDateTime: toIsoDay(onset),
        recordedDate: toIsoDay(onset),
        recorder: by,
        reaction: [
          { manifestation: [toConcept(term.reaction)], severity: term.criticality === 'high' ? 'severe' : 'mild' },
        ],
      }),
    );
    return true;
  };

  // Allergies come first, so that no one gets medication that they are allergic to.
  const chosen = random.chance(0.35) ? random.shuffle(allergies).slice(0, random.integer(1, 2)) : [];
  const isAllergicToPenicillin = chosen.filter(addAllergy).some(({ isPenicillin }) => isPenicillin);

  for (const [name, term] of conditionTerms) {
    if (!suits(term.sex) || !random.chance(term.frequency)) continue;
    const onset = pickDay(random, patient.birthDate, term.ages, parseIsoDay(patient.birthDate));
    if (!onset) continue;
    const condition = addCondition(term, name, onset);
    const { medication, formerMedication } = term;
    const switchedAt = formerMedication && random.chance(0.5) ? addDays(onset, random.integer(30, 80)) : undefined;
    if (formerMedication && switchedAt) addMedication(formerMedication, `${name}/former`, condition, onset, switchedAt);
    if (medication && !(medication.isPenicillin && isAllergicToPenicillin)) {
      addMedication(medication, name, condition, switchedAt ?? onset, term.isLasting ? undefined : addDays(onset, 10));
    }
  }

  for (const term of procedures) {
    const reason = term.because && history.onsets.get(term.because);
    if (!suits(term.sex) || (term.because && !reason) || !random.chance(term.frequency)) continue;
    const performed = pickDay(random, patient.birthDate, term.ages, reason ?? parseIsoDay(patient.birthDate));
    if (!performed) continue;
    history.hasHadHysterectomy ||= term.code === hysterectomy;
    history.resources.push(
      make.lasting('Procedure', key(`procedure/${term.code.code}`), {
        status: 'completed',
        code: toConcept(term.code),
        subject,
        performedDateTime: toIsoDay(performed),
      }),
    );
  }

  if (mayBePregnant) {
    history.pregnantSince = addDays(make.today, -random.integer(80, 170));
    history.resources.push(
      make.dated('Condition', key('condition/pregnancy'), {
        ...describeCondition(pregnancy, history.pregnantSince, 'active'),
        recordedDate: toIsoDay(addDays(history.pregnantSince, 42)),
      }),
    );
  }
  return history;
}
