/** What is wrong, where, and how to fix it. */
export interface DependencyFinding {
  readonly check: 'lockfile' | 'license' | 'action' | 'secret' | 'advisory';
  readonly where: string;
  readonly what: string;
}
