import type { FunctionName } from '../functions.js';

/** What one request of an operation took of the database. */
export interface MeasuredRequest {
  /** Time of the backend's processor, in milliseconds. */
  readonly cpuMilliseconds: number;
  /** As Aurora would count them: what is written to the log in pieces of 4 KiB, and pages that are read. */
  readonly ioRequests: number;
}

/** By the operation's id in the OpenAPI document. */
export type MeasuredFunction = Readonly<Record<string, MeasuredRequest>>;

/** Functions that answer requests. */
export type MeasuredFunctionName = Exclude<FunctionName, 'db_initialization' | 'data_loader'>;

/** What requests were measured to ask of the database, as one machine had it on one day. */
export interface DatabaseDemand {
  readonly source: {
    /** ISO 8601. */
    readonly date: string;
    readonly machine: string;
    readonly database: string;
    readonly command: string;
  };
  readonly functions: Readonly<Record<MeasuredFunctionName, MeasuredFunction>>;
}
