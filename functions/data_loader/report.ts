/** A fault in a file. Contains no value of a record. */
export interface FileProblem {
  /** Line and column, or an entry with its resource and the path of a field. */
  readonly position: string;
  readonly reason: string;
}

/** The file, or a part of it that is loaded completely or not at all, can't be loaded. Nothing of it was written. */
export class FileError extends Error {
  override readonly name: string = 'FileError';
  readonly problems: readonly FileProblem[];

  constructor(problems: readonly FileProblem[]) {
    super(problems.map(({ position, reason }) => `${position}: ${reason}`).join('; '));
    this.problems = problems;
  }
}

/** The load ended early. What it did until then is in the report. */
export class LoadError extends Error {
  override readonly name = 'LoadError';
  readonly report: LoadReport;

  constructor(message: string, report: LoadReport, options?: ErrorOptions) {
    super(message, options);
    this.report = report;
  }
}

/** The database is unreachable, so the load ends. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}

interface ResourceCounts {
  read: number;
  written: number;
  /** Loaded before with the same content, or equal to the record. */
  unchanged: number;
  /** By reason. */
  skipped: Record<string, number>;
  /** Elements that have no place in the record, by path and reason. */
  leftOut: Record<string, Record<string, number>>;
}

/** One thing that the counts summarize. Contains no value of a record. */
export interface Detail {
  readonly file: string;
  readonly position: string;
  readonly type: string;
  readonly kind: 'skipped' | 'left out' | 'note';
  /** Of an element that was left out. */
  readonly element?: string;
  readonly reason: string;
}

interface FailedFile {
  readonly name: string;
  /** The first ones. */
  readonly problems: readonly FileProblem[];
  /** Problems that are not listed. */
  readonly more?: number;
  /** Set if the entries without a problem are loaded. */
  readonly isPartial?: true;
}

/** The result of a load. */
export interface LoadReport {
  readonly files: {
    read: number;
    /** Files that are not loaded, completely or in part. */
    readonly failed: FailedFile[];
    /** Names of files in which every resource was skipped. */
    readonly skipped: string[];
    /** Files of other types. */
    ignored: number;
  };
  /** By resource type. */
  readonly resources: Record<string, ResourceCounts>;
  /** Values that were changed and events that people should know of, by reason. */
  readonly notes: Record<string, number>;
  /** Everything that was skipped, left out or noted, if requested. */
  readonly details?: Detail[];
  /** Documents about patients in the knowledge base; missing if no embedder was given. */
  knowledge?: { readonly written: number; readonly unchanged: number };
  durationMilliseconds: number;
}

function increase(counts: Record<string, number>, key: string, by = 1): void {
  counts[key] = (counts[key] ?? 0) + by;
}

const getCounts = (resources: Record<string, ResourceCounts>, type: string): ResourceCounts => {
  resources[type] ??= { read: 0, written: 0, unchanged: 0, skipped: {}, leftOut: {} };
  return resources[type];
};

/** Something that happened to one resource. */
export type Incident =
  | { readonly kind: 'skipped' | 'note'; readonly reason: string }
  | { readonly kind: 'left out'; readonly element: string; readonly reason: string };

interface Place {
  readonly position: string;
  readonly type: string;
}

/** Problems that are listed per file. More usually have the same cause. */
const maximumProblems = 20;

/** What happened to the resources of one file. Each part is added once it is committed. */
export class FileCounts {
  readonly resources: Record<string, ResourceCounts> = {};
  readonly notes: Record<string, number> = {};
  readonly details: Omit<Detail, 'file'>[] = [];
  /** Patients with documents in the file. */
  readonly patientIds = new Set<string>();
  /** Resources that are kept only because others reference them. */
  keptContents = 0;
  readonly #problems: FileProblem[] = [];
  readonly #keepsDetails: boolean;
  #problemCount = 0;

  constructor(options: { readonly keepsDetails: boolean }) {
    this.#keepsDetails = options.keepsDetails;
  }

  get keepsDetails(): boolean {
    return this.#keepsDetails;
  }

  countsFor(resourceType: string): ResourceCounts {
    return getCounts(this.resources, resourceType);
  }

  add(place: Place, incident: Incident): void {
    const { reason } = incident;
    if (incident.kind === 'left out') {
      const { leftOut } = this.countsFor(place.type);
      leftOut[incident.element] ??= {};
      increase(leftOut[incident.element] ?? {}, reason);
    } else if (incident.kind === 'skipped') increase(this.countsFor(place.type).skipped, reason);
    else increase(this.notes, reason);
    if (this.#keepsDetails) this.details.push({ ...place, ...incident });
  }

  addProblems(problems: readonly FileProblem[]): void {
    this.#problemCount += problems.length;
    this.#problems.push(...problems.slice(0, maximumProblems - this.#problems.length));
  }

  /** Adds what happened to another part of the file. */
  merge(other: FileCounts): void {
    addCounts(this.resources, other.resources);
    for (const [reason, count] of Object.entries(other.notes)) increase(this.notes, reason, count);
    this.details.push(...other.details);
    for (const patientId of other.patientIds) this.patientIds.add(patientId);
    this.keptContents += other.keptContents;
    this.#problemCount += other.#problemCount;
    this.#problems.push(...other.#problems.slice(0, maximumProblems - this.#problems.length));
  }

  /** Adds the file to the report. */
  addTo(report: LoadReport, name: string): void {
    addCounts(report.resources, this.resources);
    for (const [reason, count] of Object.entries(this.notes)) increase(report.notes, reason, count);
    for (const detail of this.details) report.details?.push({ file: name, ...detail });
    const all = Object.values(this.resources);
    const kept = all.reduce((sum, { written, unchanged }) => sum + written + unchanged, this.keptContents);
    const read = all.reduce((sum, counts) => sum + counts.read, 0);
    if (this.#problemCount > 0) {
      const more = this.#problemCount - this.#problems.length;
      report.files.failed.push({
        name,
        problems: this.#problems,
        ...(more > 0 && { more }),
        ...(kept > 0 && { isPartial: true }),
      });
    } else if (kept === 0 && read > 0) report.files.skipped.push(name);
  }
}

function addCounts(to: Record<string, ResourceCounts>, from: Readonly<Record<string, ResourceCounts>>): void {
  for (const [type, counts] of Object.entries(from)) {
    const total = getCounts(to, type);
    total.read += counts.read;
    total.written += counts.written;
    total.unchanged += counts.unchanged;
    for (const [reason, count] of Object.entries(counts.skipped)) increase(total.skipped, reason, count);
    for (const [element, reasons] of Object.entries(counts.leftOut)) {
      total.leftOut[element] ??= {};
      for (const [reason, count] of Object.entries(reasons)) increase(total.leftOut[element] ?? {}, reason, count);
    }
  }
}
