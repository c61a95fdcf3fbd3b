/** What is wrong with a file, and where. Neither holds a value of a record. */
export interface FileProblem {
  /** A line and column, or an entry, its resource and the path of a field. */
  readonly position: string;
  readonly reason: string;
}

/** A file that can't be loaded as it is. Nothing of it was written. */
export class FileError extends Error {
  override readonly name = 'FileError';
  readonly problems: readonly FileProblem[];

  constructor(problems: readonly FileProblem[]) {
    super(problems.map(({ position, reason }) => `${position}: ${reason}`).join('; '));
    this.problems = problems;
  }
}

/** The database is gone, which is no fault of the file that was being loaded. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}

export interface ResourceCounts {
  read: number;
  written: number;
  /** The same content was loaded before. */
  unchanged: number;
  /** By reason. */
  skipped: Record<string, number>;
}

/** What a load did. */
export interface LoadReport {
  readonly files: {
    read: number;
    readonly failed: { readonly name: string; readonly problems: readonly FileProblem[] }[];
    /** Neither `.json` nor `.ndjson`. */
    ignored: number;
  };
  readonly resources: Record<string, ResourceCounts>;
  /** What was left out or cut of resources that were loaded, by reason. */
  readonly notes: Record<string, number>;
  /** Documents about patients in the knowledge base; left out where no embedder was given. */
  knowledge?: { readonly written: number; readonly unchanged: number };
  durationMilliseconds: number;
}

/** Counts of one file; they join the report once the file is committed. */
export class FileCounts {
  readonly resources: Record<string, ResourceCounts> = {};
  readonly notes: Record<string, number> = {};
  /** Whom the file's records are about. */
  readonly patientIds = new Set<string>();

  countsFor(resourceType: string): ResourceCounts {
    const counts = this.resources[resourceType] ?? { read: 0, written: 0, unchanged: 0, skipped: {} };
    this.resources[resourceType] = counts;
    return counts;
  }

  skip(resourceType: string, reason: string): void {
    const { skipped } = this.countsFor(resourceType);
    skipped[reason] = (skipped[reason] ?? 0) + 1;
  }

  note(reason: string): void {
    this.notes[reason] = (this.notes[reason] ?? 0) + 1;
  }

  addTo(report: LoadReport): void {
    for (const [type, counts] of Object.entries(this.resources)) {
      const total = report.resources[type] ?? { read: 0, written: 0, unchanged: 0, skipped: {} };
      report.resources[type] = total;
      total.read += counts.read;
      total.written += counts.written;
      total.unchanged += counts.unchanged;
      for (const [reason, count] of Object.entries(counts.skipped)) {
        total.skipped[reason] = (total.skipped[reason] ?? 0) + count;
      }
    }
    for (const [reason, count] of Object.entries(this.notes)) {
      report.notes[reason] = (report.notes[reason] ?? 0) + count;
    }
  }
}
