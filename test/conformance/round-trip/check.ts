import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestResponse } from '../../support/api.js';
import type { ConformanceClinic } from '../clinic.js';
import { isBelow, type Leaf, listLeaves } from './leaves.js';
import { listDifferences, readers } from './readers.js';

type Body = TestResponse['body'];

interface Source {
  readonly file: string;
  readonly type: string;
  readonly id: string;
  readonly fullUrl: string | undefined;
  readonly resource: Body;
}

/** What the loader reports of a resource. */
interface Detail {
  readonly position: string;
  readonly file?: string;
  readonly kind: string;
  readonly element?: string;
  readonly reason: string;
}

/** What the check needs of the loader's report. */
interface Report {
  readonly files: {
    readonly failed: readonly {
      readonly name: string;
      readonly problems: readonly { readonly position: string }[];
      /** Set if the entries without a problem are loaded. */
      readonly isPartial?: true;
    }[];
  };
  readonly details?: readonly Detail[];
}

export interface RoundTrip {
  readonly compared: number;
  readonly skipped: number;
  /** Primitives that neither the record nor the report contains, and resources that are neither loaded nor reported. */
  readonly unreported: readonly string[];
}

/** Reads the resources of a folder without the loader's parser. */
async function readSources(folder: string): Promise<Source[]> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => /\.(json|ndjson)$/.test(name));
  const sources: Source[] = [];
  for (const file of names.sort()) {
    const text = await readFile(join(folder, file), 'utf8');
    const roots: Body[] = file.endsWith('.ndjson')
      ? text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [JSON.parse(line)]))
      : [JSON.parse(text)];
    const entries = roots.flatMap((root) =>
      root.resourceType === 'Bundle' ? (root.entry ?? []) : [{ resource: root }],
    );
    for (const { resource, fullUrl } of entries) {
      const id = resource?.id ?? fullUrl?.replace(/^urn:uuid:/, '');
      if (resource?.resourceType in readers) sources.push({ file, type: resource.resourceType, id, fullUrl, resource });
    }
  }
  return sources;
}

const kinds: Readonly<Record<string, string>> = {
  Condition: 'conditions',
  Procedure: 'procedures',
  MedicationRequest: 'medications',
  AllergyIntolerance: 'allergies',
};
const paths: Readonly<Record<string, string>> = {
  Patient: 'patients',
  Practitioner: 'medics',
  PractitionerRole: 'medics',
  Encounter: 'reservations',
  Appointment: 'reservations',
  Observation: 'exam-results',
  DiagnosticReport: 'exam-results',
  DocumentReference: 'files',
  ActivityDefinition: 'exams',
};

/** Lists the primitives that the report doesn't name as left out. */
const listKeptLeaves = (resource: unknown, leftOut: readonly string[], prefix = ''): Leaf[] =>
  listLeaves(resource).filter(({ path }) => !leftOut.some((element) => isBelow(`${prefix}${path}`, element)));

/** Returns the differences of the candidate that differs least. */
function findBest(type: string, leaves: readonly Leaf[], candidates: readonly Body[]): string[] {
  const all = candidates.map((candidate) => listDifferences(type, leaves, candidate));
  return all.sort((one, other) => one.length - other.length)[0] ?? leaves.map(({ path }) => path);
}

class Checker {
  readonly #clinic: ConformanceClinic;
  readonly #rows: ReadonlyMap<string, string>;
  readonly #byUrl: ReadonlyMap<string, Source>;
  readonly #patients = new Map<string, Promise<Body>>();
  readonly #results = new Map<string, Promise<Body[]>>();

  constructor(clinic: ConformanceClinic, rows: ReadonlyMap<string, string>, sources: readonly Source[]) {
    this.#clinic = clinic;
    this.#rows = rows;
    this.#byUrl = new Map(sources.flatMap((source) => (source.fullUrl ? [[source.fullUrl, source]] : [])));
  }

  #findPatientRow({ resource }: Source): string | undefined {
    const reference: string = (resource.subject ?? resource.patient)?.reference ?? '';
    const target = this.#byUrl.get(reference);
    const [, id] = /Patient\/([^/]+)(?:\/_history\/.*)?$/.exec(reference) ?? [];
    return this.#rows.get(`Patient/${target?.id ?? id}`);
  }

  async #read(path: string): Promise<Body> {
    const { status, body } = await this.#clinic.medic.get(path);
    if (status !== 200) throw new Error(`GET ${path.replace(/[^/]{36}$/, '{id}')}: ${status}`);
    return body;
  }

  #readPatient(id: string): Promise<Body> {
    const read = this.#patients.get(id) ?? this.#read(`/v1/patients/${id}`);
    this.#patients.set(id, read);
    return read;
  }

  #readResults(id: string): Promise<Body[]> {
    const read = this.#results.get(id) ?? this.#clinic.readResults(id);
    this.#results.set(id, read);
    return read;
  }

  /**
   * Returns the paths of primitives that the record lacks.
   * @param leftOut elements that the report names as left out, which say nothing about which record is the resource's
   */
  async compare(source: Source, leftOut: readonly string[]): Promise<string[]> {
    const { type, id, resource } = source;
    const leaves = listKeptLeaves(resource, leftOut);
    const patient = this.#findPatientRow(source);
    const kind = kinds[type];
    if (kind !== undefined) {
      if (patient === undefined) return ['subject'];
      return findBest(type, leaves, (await this.#readPatient(patient)).medicalHistory[kind]);
    }
    const row = this.#rows.get(`${type}/${id}`);
    if (row === undefined) return ['id'];
    if (type === 'Observation') return this.#compareObservation(source, row, patient, leftOut);
    return listDifferences(type, leaves, await this.#readRecord(type, row, patient));
  }

  async #readRecord(type: string, row: string, patient: string | undefined): Promise<Body> {
    const record = await this.#read(`/v1/${paths[type]}/${row}`);
    if (type === 'DocumentReference') {
      return { ...record, content: (await this.#clinic.download(row)).toString('base64') };
    }
    if (type !== 'DiagnosticReport' || patient === undefined) return record;
    const files = await this.#clinic.readFiles(patient);
    const fileTexts = await Promise.all(
      files.map(async (file) => (await this.#clinic.download(file.id)).toString('utf8')),
    );
    return { ...record, fileTexts };
  }

  async #compareObservation(
    { type, resource }: Source,
    row: string,
    patient: string | undefined,
    leftOut: readonly string[],
  ): Promise<string[]> {
    if (patient === undefined) return ['subject'];
    const { component = [], ...own } = resource;
    const results = await this.#readResults(patient);
    const ofParts = component.flatMap((part: Body) =>
      findBest(type, listKeptLeaves(part, leftOut, 'component.'), results).map((path) => `component.${path}`),
    );
    const record = results.find((result) => result.id === row);
    // A panel has no row of its own, and a result that another version replaced is no longer in the list.
    const candidates = record === undefined ? results : [record];
    return [...new Set<string>([...findBest(type, listKeptLeaves(own, leftOut), candidates), ...ofParts])];
  }
}

/** Compares the records of a folder, as the API returns them, with their source and with the loader's report. */
export async function checkRoundTrip(clinic: ConformanceClinic, folder: string): Promise<RoundTrip> {
  const sources = await readSources(folder);
  const report: Report = await clinic.load(folder);
  const details = report.details ?? [];
  const ofSource = ({ file, type, id }: Source) =>
    details.filter((detail) => detail.file === file && detail.position.includes(`(${type}/${id})`));
  /** What is reported of the sources that became the same row: the last one can replace a value of the first. */
  const listShared = (source: Source) => {
    const row = rows.get(`${source.type}/${source.id}`);
    const same = sources.filter(({ type, id }) => type === source.type && rows.get(`${type}/${id}`) === row);
    return same.length > 1 ? same.flatMap(ofSource) : [];
  };
  const failed = new Map(report.files.failed.map((one) => [one.name, one]));
  const stored = await clinic.api.db.sql<{ type: string; id: string; row: string }[]>`
    select resource_type as type, resource_id as id, row_id as row from loaded_resources
    where row_id is not null and resource_type <> 'PractitionerRole'
    union select resource_type, resource_id, medic_id from referenced_resources where medic_id is not null`;
  const rows = new Map(stored.map(({ type, id, row }) => [`${type}/${id}`, row]));
  const checker = new Checker(clinic, rows, sources);
  let compared = 0;
  let skipped = 0;
  const unreported: string[] = [];
  for (const source of sources) {
    const name = `${source.file}: ${source.type}/${source.id}`;
    const incidents = ofSource(source);
    const failure = failed.get(source.file);
    if (
      incidents.some(({ kind }) => kind === 'skipped') ||
      failure?.problems.some(({ position }) => position.includes(`(${source.type}/${source.id})`)) ||
      (failure !== undefined && !failure.isPartial)
    ) {
      skipped += 1;
      continue;
    }
    if (!rows.has(`${source.type}/${source.id}`)) {
      unreported.push(`${name} is neither loaded nor reported`);
      continue;
    }
    compared += 1;
    const leftOut = [...incidents, ...listShared(source)].flatMap(({ kind, element }) =>
      kind === 'left out' && element ? [element] : [],
    );
    unreported.push(...(await checker.compare(source, leftOut)).map((path) => `${name} ${path}`));
  }
  return { compared, skipped, unreported };
}
