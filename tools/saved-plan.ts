import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { PlannedCost } from '../infra/plan/judge-plan.js';
import type { PlannedResource } from '../infra/preview/planned-resource.js';
import { UsageError } from './command.js';

const Resource = z
  .object({
    urn: z.string(),
    type: z.string(),
    name: z.string(),
    parent: z.string().optional(),
    dependencies: z.array(z.string()),
    inputs: z.record(z.string(), z.unknown()),
    secretInputs: z.array(z.string()),
    isCustom: z.boolean(),
    isProtected: z.boolean(),
    isRetainedOnDelete: z.boolean(),
    ignoredChanges: z.array(z.string()),
  })
  .transform((resource): PlannedResource => ({ ...resource, parent: resource.parent }));

/** The parts of a file written by `plan --save` that a later plan is compared with. Plans saved by early releases have no cost. */
const SavedPlan = z.object({ stack: z.string(), resources: z.array(Resource), cost: PlannedCost.nullish() });
export type KeptPlan = z.infer<typeof SavedPlan>;

/** @throws UsageError if the file is missing, is not a saved plan, or belongs to another stack */
export async function readSavedPlan(file: string, stack: string): Promise<KeptPlan> {
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new UsageError(`Cannot read ${file}. Save a plan with --save.`, { cause });
  });
  let saved: KeptPlan;
  try {
    saved = SavedPlan.parse(JSON.parse(text));
  } catch (cause) {
    const [issue] = cause instanceof z.ZodError ? cause.issues : [];
    const where = issue === undefined || issue.path.length === 0 ? '' : ` (${issue.path.join('.')}: ${issue.message})`;
    throw new UsageError(`${file} is not a saved plan${where}. Save one with --save.`, { cause });
  }
  if (saved.stack !== stack) throw new UsageError(`${file} is a plan of stack ${saved.stack}, not ${stack}.`);
  return saved;
}
