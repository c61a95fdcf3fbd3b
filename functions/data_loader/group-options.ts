/** How a pass over the files treats references to resources that it doesn't find. */
export interface Pass {
  /**
   * 0: a resource waits for the targets of its references, and a transaction for those of all its resources.
   * 1: they wait only for targets that are among the waiting resources, so the others are known to be missing.
   * 2: the other resources of a transaction no longer wait: two transactions can reference each other.
   * 3: nothing waits.
   */
  readonly level: 0 | 1 | 2 | 3;
  /** Targets that are among the waiting resources. */
  readonly coming: ReadonlySet<string>;
}

/** How a group of entries is loaded. */
export interface GroupOptions {
  /** When the load started, by the database's clock. */
  readonly startedAt: Date;
  readonly pass: Pass;
  /** Targets that waiting resources lacked in the pass before. */
  readonly asked: ReadonlySet<string>;
  /** Resources that this load has skipped. */
  readonly skipped: ReadonlySet<string>;
  /** Skipped patients whose ids are those of other patients in the record. */
  readonly strangers: ReadonlySet<string>;
  readonly isAtomic: boolean;
  /** IANA time zone of the clinic. */
  readonly timeZone: string;
  readonly keepsDetails: boolean;
  /** Visits that can't be kept beside others, with the reason, by the key of the entry. */
  readonly overlaps: ReadonlyMap<number, string>;
  /** Writes one resource after the other, so that the one that the database rejects is known and the others are loaded. */
  readonly isCareful: boolean;
}
