import { z } from '@hono/zod-openapi';
import { invitationStatuses } from '../../../db/schema/index.js';
import { pageQuery, toPageSchema } from '../../http/pagination.js';
import { partialDate } from '../../http/partial-dates.js';
import { id, idOutput, idPath, instantOutput, resourceFields, textOutput } from '../../http/schemas.js';
import { invitationCode } from './codes.js';

const invitationFields = {
  ...resourceFields,
  patientId: idOutput,
  status: z.enum(invitationStatuses).openapi({
    description:
      'Only the code of an `open` invitation works. `withdrawn`: by a user, or by a later invitation. `locked`: by five wrong tries.',
  }),
  expiresAt: instantOutput.openapi({ description: 'When the code stops working: 7 days after the invitation.' }),
};

export const PatientInvitation = z.strictObject(invitationFields).openapi('PatientInvitation');
export type PatientInvitation = z.infer<typeof PatientInvitation>;

export const NewPatientInvitation = z
  .strictObject({
    ...invitationFields,
    code: textOutput(19).openapi({ description: 'The code to give to the patient. No other response contains it.' }),
  })
  .openapi('NewPatientInvitation');
export type NewPatientInvitation = z.infer<typeof NewPatientInvitation>;

export const InvitationPage = toPageSchema(PatientInvitation).openapi('PatientInvitationPage');

export const InvitationQuery = z.strictObject(pageQuery);

export const invitationPath = idPath.extend({
  invitationId: id.openapi({ description: 'The id of the invitation.' }),
});

export const AccountLink = z
  .strictObject({
    code: invitationCode,
    birthDate: partialDate.openapi({
      description: "The patient's birth date, exactly as it is recorded: for a partly known one, the same part.",
    }),
  })
  .openapi('AccountLink');
export type AccountLink = z.infer<typeof AccountLink>;
