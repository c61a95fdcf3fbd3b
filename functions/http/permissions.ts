/** Cognito groups, and `service` for principals that API Gateway authenticated by IAM. */
export const roles = ['admin', 'medic', 'staff', 'patient', 'service'] as const;
export type Role = (typeof roles)[number];

/**
 * The roles that have each permission. "Own records only" is not here: row-level security hides other patients'
 * records, so they look as if they didn't exist.
 */
export const permissions = {
  'patients:list': ['admin', 'medic', 'staff'],
  'patients:lookup': ['admin', 'medic', 'service'],
  'patients:read': ['admin', 'medic', 'staff', 'patient'],
  'patients:create': ['admin', 'medic', 'staff'],
  'patients:change': ['admin', 'medic', 'staff', 'patient'],
  'patients:remove': ['admin'],
  'patients:invite': ['admin', 'staff'],
  'patients:link': ['patient'],
  'medics:read': ['admin', 'medic', 'staff', 'patient', 'service'],
  'medics:write': ['admin'],
  'exams:read': ['admin', 'medic', 'staff', 'patient', 'service'],
  'exams:write': ['admin'],
  'exam-results:read': ['admin', 'medic', 'patient'],
  'exam-results:write': ['medic'],
  'reservations:read': ['admin', 'medic', 'staff', 'patient', 'service'],
  'reservations:book': ['admin', 'medic', 'staff', 'patient', 'service'],
  'reservations:change': ['admin', 'medic', 'staff', 'patient'],
  'reservation-reasons:read': ['admin', 'medic', 'patient'],
  'reservation-reasons:write': ['medic'],
  'files:read': ['admin', 'medic', 'staff', 'patient'],
  'files:upload': ['admin', 'medic', 'staff', 'patient'],
  'files:download': ['admin', 'medic', 'patient'],
  'files:classify': ['admin', 'medic'],
  'files:remove': ['admin', 'medic'],
  'assistant:use': ['admin', 'medic', 'service'],
  'knowledge:search': ['admin', 'medic', 'service'],
  'knowledge:write': ['admin', 'service'],
  'audit-events:read': ['admin'],
  'access-log:read': ['admin', 'patient'],
  'availability:read': ['admin', 'medic', 'staff', 'patient', 'service'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

export function isPermitted(role: Role, permission: Permission): boolean {
  return (permissions[permission] as readonly Role[]).includes(role);
}

/** Returns true if the role can see the clinical parts of a patient's record. */
export const canSeeClinicalData = (role: Role): boolean => role === 'admin' || role === 'medic' || role === 'patient';

/** The patient fields that a role can set. A role that isn't listed can set all of them. */
export const patientFieldsByRole: Partial<Record<Role, readonly string[]>> = {
  medic: [
    'givenName',
    'familyName',
    'birthDate',
    'gender',
    'nationalId',
    'identifiers',
    'otherNames',
    'email',
    'phone',
    'address',
    'medicalHistory',
    'active',
  ],
  staff: [
    'givenName',
    'familyName',
    'birthDate',
    'gender',
    'nationalId',
    'identifiers',
    'otherNames',
    'email',
    'phone',
    'address',
    'active',
  ],
  patient: ['email', 'phone', 'address'],
};

/** The reservation fields that a role can change. A role that isn't listed can change all of them. */
export const reservationFieldsByRole: Partial<Record<Role, readonly string[]>> = {
  patient: ['status', 'cancellationReason'],
};
