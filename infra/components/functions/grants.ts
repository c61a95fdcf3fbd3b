import { type FunctionCall, functionNames, getFunctionDefinition } from '../../../config/functions.js';
import type { DatabaseCluster } from '../database/database.js';
import type { Grantee } from '../grantee.js';
import type { Models } from '../models/models.js';
import type { Secrets } from '../secrets/secrets.js';
import type { Storage } from '../storage/storage.js';
import type { Functions } from './functions.js';

/** Who gives access to what functions call. */
export interface GrantOwners {
  readonly database: DatabaseCluster;
  readonly secrets: Secrets;
  readonly storage: Storage;
  readonly models: Models;
}

/** Gives each function's role what the catalogue says that it calls, and no more. */
export function grantCalls(functions: Functions, { database, secrets, storage, models }: GrantOwners): void {
  const grants: Readonly<Record<FunctionCall, (grantee: Grantee) => void>> = {
    files: (grantee) => void storage.grantFiles(grantee),
    records: (grantee) => void storage.grantRecords(grantee),
    embeddings: (grantee) => models.grantEmbeddings(grantee),
    model: (grantee) => models.grantModel(grantee),
    masterSecret: (grantee) => database.grantMasterSecret(grantee),
    bedrockUserSecret: (grantee) => secrets.grantBedrockUser(grantee),
  };
  for (const name of functionNames) {
    const { databaseRole, calls = [] } = getFunctionDefinition(name);
    const grantee = functions.function(name);
    // The administrator signs in with the password of the master secret, the others with a token.
    if (databaseRole === 'app') database.grantConnect(grantee, databaseRole);
    for (const call of calls) grants[call](grantee);
  }
}
