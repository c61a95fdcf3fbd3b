import { type FunctionName, functionNames, isBehindApi } from '../functions.js';
import measured from './database-demand.json' with { type: 'json' };

/** Load of one request of an operation on the database. */
export interface MeasuredRequest {
  /** CPU time of the database backend, in milliseconds. */
  readonly cpuMilliseconds: number;
  /** I/O requests as Aurora counts them: log records in units of 4 KiB, and pages read from storage. */
  readonly ioRequests: number;
}

/** Load of the API's operations on the database, measured on one machine on one day. */
export interface DatabaseDemand {
  readonly source: {
    /** ISO 8601. */
    readonly date: string;
    readonly machine: string;
    readonly database: string;
    readonly command: string;
  };
  /** By operation ID of the OpenAPI document. */
  readonly functions: Readonly<Partial<Record<FunctionName, Readonly<Record<string, MeasuredRequest>>>>>;
}

/** The measurement that `npm run bench -- database-demand --write` keeps in database-demand.json; don't edit that file. */
export const databaseDemand: DatabaseDemand = measured;

export interface FunctionDemand {
  readonly name: FunctionName;
  readonly requests: readonly MeasuredRequest[];
  /** Set for a function that is not measured yet; its requests are then those of all measured operations. */
  readonly isEstimate: boolean;
}

/** Returns the database load of every function behind the API; a function without measurements counts as an average one. */
export function listFunctionDemands({ functions }: DatabaseDemand): FunctionDemand[] {
  const all = Object.values(functions).flatMap((operations) => Object.values(operations));
  return functionNames.filter(isBehindApi).map((name) => {
    const requests = Object.values(functions[name] ?? {});
    return requests.length > 0 ? { name, requests, isEstimate: false } : { name, requests: all, isEstimate: true };
  });
}
