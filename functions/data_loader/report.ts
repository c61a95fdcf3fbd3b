/** A fault in a file. Contains no value of a record. */
export interface FileProblem {
  /** Line and column, or an entry with its resource and the path of a field. */
  readonly position: string;
  readonly reason: string;
}

/** The file can't be loaded. Nothing of it was written. */
export class FileError extends Error {
  override readonly name = 'FileError';
  readonly problems: readonly FileProblem[];

  constructor(problems: readonly FileProblem[]) {
    super(problems.map(({ position, reason }) => `${position}: ${reason}`).join('; '));
    this.problems = problems;
  }
}

/** The database is unreachable, so the load ends. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}

interface ResourceCounts {
  read: number;
  written: number;
  /** Loaded before with the same content. */
  unchanged: number;
  /** By reason. */
  skipped: Record<string, number>;
}

/** The result of a load. */
export interface LoadReport {
  readonly files: {
    read: number;
    readonly failed: { readonly name: string; readonly problems: readonly FileProblem[] }[];
    /** Neither `.json` nor `.ndjson`. */
    ignored: number;
  };
  /** By resource type. */
  readonly resources: Record<string, ResourceCounts>;
  /** Values of loaded resources that were left out or changed, by reason. */
  readonly notes: Record<string, number>;
  /** Documents about patients in the knowledge base; missing if no embedder was given. */
  knowledge?: { readonly written: number; readonly unchanged: number };
  durationMilliseconds: number;
}

function increase(counts: Record<string, number>, key: string, by = 1): void {
  counts[key] = (counts[key] ?? 0) + by;
}

function getCounts(resources: Record<string, ResourceCounts>, type: string): ResourceCounts {
  const counts = resources[type] ?? { read: 0, written: 0, unchanged: 0, skipped: {} };
  resources[type] = counts;
  return counts;
}

/** Counts of one file. They are added to the report once the file is committed. */
export class FileCounts {
  readonly resources: Record<string, ResourceCounts> = {};
  readonly notes: Record<string, number> = {};
  /** Patients in the file's records. */
  readonly patientIds = new Set<string>();

  countsFor(resourceType: string): ResourceCounts {
    return getCounts(this.resources, resourceType);
  }

  skip(resourceType: string, reason: string): void {
    increase(this.countsFor(resourceType).skipped, reason);
  }

  note(reason: string): void {
    increase(this.notes, reason);
  }

  addTo(report: LoadReport): void {
    for (const [type, counts] of Object.entries(this.resources)) {
      const total = getCounts(report.resources, type);
      total.read += counts.read;
      total.written += counts.written;
      total.unchanged += counts.unchanged;
      for (const [reason, count] of Object.entries(counts.skipped)) increase(total.skipped, reason, count);
    }
    for (const [reason, count] of Object.entries(this.notes)) increase(report.notes, reason, count);
  }
}
