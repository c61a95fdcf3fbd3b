/** What stands for a value that AWS gives and that a preview by Pulumi's engine doesn't know yet; ours knows all of them. */
export const unknownMark = '[unknown]';

/** One resource that the program asks for, as everything that judges the stack sees it. */
export interface PlannedResource {
  readonly urn: string;
  readonly type: string;
  /** Logical: what the program calls it. */
  readonly name: string;
  /** The component that it belongs to. */
  readonly parent: string | undefined;
  /** URNs of what must exist before it. */
  readonly dependencies: readonly string[];
  /** As AWS would get them; secrets are masked, files are what they hold. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Paths of the inputs that Pulumi keeps encrypted, such as `environment.variables.PASSWORD`. */
  readonly secretInputs: readonly string[];
  /** False for a component, which is a name for other resources and nothing in AWS. */
  readonly isCustom: boolean;
  /** Whether `pulumi destroy` refuses to delete it. */
  readonly isProtected: boolean;
  readonly isRetainedOnDelete: boolean;
  readonly ignoredChanges: readonly string[];
}
