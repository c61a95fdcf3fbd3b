import type { StackConfig } from '../../../config/settings/stack.js';

export type MajorVersion = StackConfig['database']['majorVersion'];

/**
 * The minor that a new cluster starts with, by PostgreSQL's major: what AWS raised older clusters to in May 2026, which
 * has pgvector 0.8.0 and pauses at 0 ACU (pgvector: "Extension versions for Amazon Aurora PostgreSQL" in Aurora's release
 * notes, from 15.12, 16.8 and 17.4; pausing: "Scaling to zero ACUs" in the Aurora user guide, from 15.7 and 16.3).
 * Aurora raises minors by itself in the maintenance window. Follow it here when `pulumi refresh` shows a newer one: AWS
 * refuses to go back, and `pulumi up` would ask for it.
 */
export const engineVersions: Readonly<Record<MajorVersion, string>> = { 15: '15.15', 16: '16.11', 17: '17.7' };
