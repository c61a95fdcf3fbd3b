/** What is wrong, where, and what mends it. */
export interface DependencyFinding {
  readonly check: 'lockfile' | 'licence' | 'action' | 'secret' | 'advisory';
  readonly where: string;
  readonly what: string;
}
