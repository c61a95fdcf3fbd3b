/** Replaces a value that Pulumi's engine doesn't know before creation. Offline plans know all values. */
export const unknownMark = '[unknown]';

export interface PlannedResource {
  readonly urn: string;
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  /** URN of its component. */
  readonly parent: string | undefined;
  /** URNs of the resources that must exist first. */
  readonly dependencies: readonly string[];
  /** As AWS gets them, except that secrets are masked and files are digests. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Paths of secret inputs, such as `environment.variables.PASSWORD`. */
  readonly secretInputs: readonly string[];
  /** False for a component, which exists only in Pulumi. */
  readonly isCustom: boolean;
  /** Pulumi refuses to delete it. */
  readonly isProtected: boolean;
  readonly isRetainedOnDelete: boolean;
  readonly ignoredChanges: readonly string[];
}
