export { type Client, type ClientOptions, createClient, unwrap } from './client.js';
export { type FileToUpload, uploadFile } from './files.js';
export { ProblemError, type ProblemKind, type ProblemPart } from './problem.js';
export { type EditablePath, edit, type Item, ifMatch, type ListPath, paginate } from './resources.js';
export type { RetryOptions } from './retries.js';
export type { components, operations, paths } from './schema.js';
