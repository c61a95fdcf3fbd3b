import { z } from '@hono/zod-openapi';
import { WorkingPeriod as ConfiguredPeriod } from '../../config/clinic.js';
import { catalogQuery } from '../http/catalog.js';
import { toMergePatchSchema } from '../http/merge-patch.js';
import { pageQuery, toPageSchema } from '../http/pagination.js';
import {
  administratorOutputs,
  contactInputs,
  emailOutput,
  nameInputs,
  nameOutputs,
  phoneOutput,
  resourceFields,
  searchTerm,
  textOutput,
  trimmedText,
} from '../http/schemas.js';

// A separate pipe, because the configuration's schemas may be created before `openapi` is added to zod.
const clockTime = z.string().pipe(ConfiguredPeriod.shape.from).openapi({
  pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$',
  minLength: 5,
  maxLength: 5,
});

const WorkingPeriod = z
  .strictObject({
    weekday: z.int().min(1).max(7).openapi({ format: 'int32', description: '1 (Monday) to 7 (Sunday).' }),
    from: clockTime,
    to: clockTime,
  })
  .refine((period) => period.from < period.to, { path: ['to'], error: 'must be later than `from`' })
  .openapi('WorkingPeriod');

export const workingHoursOutput = z.array(WorkingPeriod).max(50);

type Period = z.infer<typeof WorkingPeriod>;

const overlaps = (one: Period, other: Period): boolean =>
  one.weekday === other.weekday && one.from < other.to && other.from < one.to;

/** Reports each period that overlaps an earlier one; back to back is no overlap. */
const workingHours = workingHoursOutput.superRefine((periods, context) => {
  for (const [index, period] of periods.entries()) {
    if (periods.slice(0, index).some((earlier) => overlaps(earlier, period))) {
      context.addIssue({
        code: 'custom',
        path: [index],
        message: 'must not overlap another period of the same weekday',
      });
    }
  }
});

export const MedicInput = z
  .strictObject({
    ...nameInputs,
    specialty: trimmedText(100).nullish(),
    department: trimmedText(100).nullish(),
    licenseNumber: trimmedText(50),
    ...contactInputs,
    workingHours: workingHours
      .openapi({ description: "Working hours in the clinic's time zone. Defaults to the clinic's hours." })
      .nullish()
      .default([]),
    accountSubject: trimmedText(255).openapi({ description: "The `sub` of the medic's account." }).nullish(),
    active: z.boolean().default(true),
  })
  .openapi('MedicInput');
export type MedicInput = z.infer<typeof MedicInput>;

export const MedicPatch = toMergePatchSchema(MedicInput).openapi('MedicPatch');

export const Medic = z
  .strictObject({
    ...resourceFields,
    ...nameOutputs,
    specialty: textOutput(100).nullable(),
    department: textOutput(100).nullable(),
    licenseNumber: textOutput(50),
    email: emailOutput.nullable().optional().openapi({ description: 'Not visible to patients.' }),
    phone: phoneOutput.nullable().optional().openapi({ description: 'Not visible to patients.' }),
    workingHours: workingHoursOutput.openapi({
      description: "Working hours in the clinic's time zone, or the clinic's hours if the medic has none.",
    }),
    active: z.boolean(),
    ...administratorOutputs,
  })
  .openapi('Medic');
export type Medic = z.infer<typeof Medic>;

/** More than any clinic network has, so that the list needs no pages. */
export const maximumSpecialties = 1_000;

export const MedicQuery = z.strictObject({
  ...pageQuery,
  search: searchTerm('Parts of the name, in any order. Ignores accents and tolerates a typo.'),
  specialty: trimmedText(100).optional(),
  department: trimmedText(100).optional(),
  ...catalogQuery,
});

export const Specialties = z
  .strictObject({
    data: z
      .array(
        z.strictObject({
          specialty: textOutput(100),
          medicCount: z.int().min(1).max(2_147_483_647).openapi({ format: 'int32', description: 'Active medics.' }),
        }),
      )
      .max(maximumSpecialties),
  })
  .openapi('Specialties');

export const MedicPage = toPageSchema(Medic).openapi('MedicPage');
