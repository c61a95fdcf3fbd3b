import type { TestApi, TestResponse } from '../../../test/support/api.js';
import { registerPatient } from '../testing.js';

/** An invited patient, and what the patient sends to link an account. */
export interface Invited {
  readonly patient: TestResponse['body'];
  /** The response to the invitation. */
  readonly answer: TestResponse;
  readonly code: string;
  readonly birthDate: string;
  /** An account that no other test uses. */
  readonly subject: string;
}

let accounts = 0;

/** Invites patients and links their accounts. */
export function createInvitationFixtures(api: TestApi) {
  return {
    async invite(invited?: TestResponse['body']): Promise<Invited> {
      const patient = invited ?? (await registerPatient(api.as('staff')));
      const answer = await api.as('staff').post(`/v1/patients/${patient.id}/invitations`, {});
      accounts += 1;
      const { code } = answer.body;
      return { patient, answer, code, birthDate: patient.birthDate, subject: `new-account-${accounts}` };
    },
    link: ({ subject, code, birthDate }: Invited, headers?: Record<string, string>): Promise<TestResponse> =>
      api.as('patient', subject).post('/v1/patients/me/link', { code, birthDate }, headers),
  };
}
