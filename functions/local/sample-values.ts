import { createHash, randomInt } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Database } from '../../db/client/database.js';
import type { exampleValues } from '../http/examples.js';
import { isPermitted, type Role } from '../http/permissions.js';

export type SampleValues = Partial<Record<keyof typeof exampleValues, string>>;

/** Calls the API as the local account of a role. @returns the body, or undefined unless the response is successful */
export type CallApi = (
  role: Role,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
  // biome-ignore lint/suspicious/noExplicitAny: the callers read bodies of every shape
) => Promise<any>;

interface SampleSource {
  readonly call: CallApi;
  /** Sends bytes to a presigned URL. */
  readonly upload: (request: { url: string; headers: Record<string, string> }, body: string) => Promise<void>;
  readonly database: Database;
  readonly now: Date;
  /** True if the document is for a patient's account that is not linked to a record. */
  readonly isUnlinked: boolean;
}

interface Patient {
  readonly id: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly fullName: string;
  readonly birthDate: string;
  readonly gender: string;
}

interface Period {
  readonly startsAt: string;
  readonly endsAt: string;
}

const dayMilliseconds = 24 * 60 * 60 * 1000;

const overlaps = (one: Period, other: Period): boolean => one.startsAt < other.endsAt && other.startsAt < one.endsAt;

/** Exams to try until one has a free slot. */
const triedExams = 10;

/** Finds a slot in which a patient can be booked. */
async function findSlot({ call }: SampleSource, taken: readonly Period[], soon: string, searchEnd: string) {
  const exams = await call('admin', 'GET', `/v1/exams?active=true&limit=${triedExams}`);
  for (const exam of exams?.data ?? []) {
    const search = { examId: exam.id, from: soon, to: searchEnd, limit: 100 };
    const free = await call('admin', 'POST', '/v1/reservations/availability', search);
    const slot = free?.data.find((candidate: Period) => !taken.some((period) => overlaps(period, candidate)));
    if (slot) return { exam, slot };
  }
  return undefined;
}

/** Finds a record without upcoming reservations, which can be removed. A patient has no account and can be invited. */
async function findIdle(
  { database }: SampleSource,
  table: 'patients' | 'medics' | 'exams',
  others: readonly (string | undefined)[],
): Promise<string | undefined> {
  const column = sql.identifier({ patients: 'patient_id', medics: 'medic_id', exams: 'exam_id' }[table]);
  const known = `{${others.filter((id) => id !== undefined).join(',')}}`;
  const isUnlinked = table === 'patients' ? sql`account_subject is null` : sql`true`;
  const caller = { role: 'admin', subject: 'npm start', requestId: crypto.randomUUID() } as const;
  const rows = await database.transaction(caller, (tx) =>
    tx.execute<{ id: string }>(sql`
      select id from ${sql.identifier(table)} as record
      where active and removed_at is null and ${isUnlinked} and id <> all (${sql.param(known)}::uuid[])
        and not exists (
          select from reservations
          where ${column} = record.id and ends_at > now() and status not in ('cancelled', 'no_show', 'completed')
        )
      order by created_at, id limit 1`),
  );
  return [...rows][0]?.id;
}

/**
 * Returns an open invitation of a patient, for a role that can manage invitations. For a patient's account without a
 * record, invites the patient again, because only a new invitation has a known code.
 */
async function findInvitation({ call, isUnlinked }: SampleSource, role: Role, patientId: string | undefined) {
  const values: SampleValues = { ...(patientId && { unlinkedPatientId: patientId }) };
  if (patientId === undefined || !(isUnlinked || isPermitted(role, 'patients:invite'))) return values;
  const path = `/v1/patients/${patientId}`;
  const known = isUnlinked ? undefined : await call('admin', 'GET', `${path}/invitations?limit=1`);
  const [newest] = known?.data ?? [];
  const invitation = newest?.status === 'open' ? newest : await call('admin', 'POST', `${path}/invitations`);
  const invited = await call('admin', 'GET', path);
  if (!invitation || !invited) return values;
  const { id: invitationId, code: invitationCode } = invitation;
  return { ...values, invitationId, ...(invitationCode && { invitationCode }), invitedBirthDate: invited.birthDate };
}

/** Returns an available file, and makes one if the patient has none. */
async function findFile(source: SampleSource, patientId: string): Promise<string | undefined> {
  const { call } = source;
  const files = await call('admin', 'GET', `/v1/files?patientId=${patientId}&status=available&limit=1`);
  if (files?.data.length > 0) return files.data[0].id;
  const pending = await findPendingFile(source, patientId);
  return pending && (await call('admin', 'POST', `/v1/files/${pending}/complete`))?.id;
}

const uploadText = 'An upload that waits to be completed.\n';
const pendingName = 'Waiting upload.txt';
const minimumWaitMilliseconds = 5 * 60 * 1000;

/** Returns an upload that is ready to be completed. Uploads expire, so it makes a new one when needed. */
async function findPendingFile({ call, upload, now }: SampleSource, patientId: string): Promise<string | undefined> {
  const waiting = await call('admin', 'GET', `/v1/files?patientId=${patientId}&status=pending`);
  const deadline = new Date(now.getTime() + minimumWaitMilliseconds).toISOString();
  const known = waiting?.data.find(
    (file: { fileName: string; uploadExpiresAt: string }) =>
      file.fileName === pendingName && file.uploadExpiresAt > deadline,
  );
  if (known) return known.id;
  const made = await call('admin', 'POST', '/v1/files/upload', {
    patientId,
    fileName: pendingName,
    contentType: 'text/plain',
    sizeBytes: Buffer.byteLength(uploadText),
    sha256: createHash('sha256').update(uploadText).digest('hex'),
  });
  if (made) await upload(made.upload, uploadText);
  return made?.id;
}

/** Returns an assistant's session of the role's account, because sessions of others are hidden. */
async function findSession({ call }: SampleSource, role: Role, patientId: string): Promise<string | undefined> {
  if (!isPermitted(role, 'assistant:use')) return undefined;
  const known = await call(role, 'GET', `/v1/agent/sessions?patientId=${patientId}&limit=1`);
  if (known?.data.length > 0) return known.data[0].id;
  const opened = await call(role, 'POST', '/v1/agent/sessions', { patientId });
  if (opened) await call(role, 'POST', `/v1/agent/sessions/${opened.id}/messages`, { content: 'How is blood drawn?' });
  return opened?.id;
}

/** Returns a knowledge document of the patient, and adds one if there is none. */
async function findDocument({ call }: SampleSource, patientId: string): Promise<string | undefined> {
  const known = await call('admin', 'GET', `/v1/agent/knowledge/documents?patientId=${patientId}&search=blood&limit=1`);
  if (known?.data.length > 0) return known.data[0].id;
  const document = { title: 'Preparing for a blood test', text: 'Eat nothing for 8 hours before the test.', patientId };
  return (await call('admin', 'POST', '/v1/agent/knowledge/documents', document))?.id;
}

const toPatientValues = ({ id, givenName, familyName, fullName, birthDate, gender }: Patient): SampleValues => ({
  patientId: id,
  patientGivenName: givenName,
  patientFamilyName: familyName,
  patientFullName: fullName,
  patientBirthDate: birthDate,
  patientGender: gender,
});

/**
 * Finds values for the examples of the OpenAPI document, so that each works for a role on the present data. What the data
 * lacks is left out.
 */
export async function findSampleValues(source: SampleSource, role: Role): Promise<SampleValues> {
  const { call, now } = source;
  const toInstant = (days: number) => new Date(now.getTime() + days * dayMilliseconds).toISOString();
  const times = {
    lastYear: toInstant(-365),
    earlier: toInstant(-1),
    soon: toInstant(0),
    searchEnd: toInstant(28),
    later: toInstant(120),
  };
  // Values that must be new each time.
  const suffix = String(randomInt(100_000, 1_000_000));
  const fresh = {
    licenseNumber: `MA-${suffix}`,
    newExamName: `Fasting lipid panel ${suffix}`,
    nationalIdNumber: `412-${suffix}`,
  };
  const patient: Patient | undefined =
    (await call('patient', 'GET', '/v1/patients/me')) ?? (await call('admin', 'GET', '/v1/patients?limit=1'))?.data[0];
  if (patient === undefined) return { ...times, ...fresh };
  const { id } = patient;
  const upcoming = await call('admin', 'GET', `/v1/reservations?patientId=${id}&from=${times.soon}&limit=100`);
  const found = await findSlot(source, upcoming?.data ?? [], times.soon, times.searchEnd);
  const reservation = upcoming?.data.find(({ status }: { status: string }) => status === 'scheduled');
  const results = await call('admin', 'GET', `/v1/exam-results?patientId=${id}&limit=100`);
  const result = results?.data.find(({ code }: { code: { code: string | null } }) => code.code !== null);
  const medic = found && (await call('admin', 'GET', `/v1/medics/${found.slot.medicId}`));
  const former = await findIdle(source, 'patients', [id]);
  const values = {
    ...times,
    ...fresh,
    ...toPatientValues(patient),
    formerPatientId: former,
    ...(await findInvitation(source, role, await findIdle(source, 'patients', [id, former]))),
    examId: found?.exam.id,
    examName: found?.exam.name,
    idleExamId: await findIdle(source, 'exams', found ? [found.exam.id] : []),
    medicId: medic?.id,
    medicFullName: medic?.fullName,
    medicSpecialty: medic?.specialty ?? undefined,
    medicDepartment: medic?.department ?? undefined,
    idleMedicId: await findIdle(source, 'medics', medic ? [medic.id] : []),
    slotStart: found?.slot.startsAt,
    slotEnd: found?.slot.endsAt,
    reservationId: reservation?.id,
    bookedMedicId: reservation?.medicId,
    bookedExamId: reservation?.examId,
    examResultId: result?.id,
    resultCode: result?.code.code,
    fileId: await findFile(source, id),
    pendingFileId: await findPendingFile(source, id),
    documentId: await findDocument(source, id),
    sessionId: await findSession(source, role, id),
    actor: 'local-patient',
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
