import type { LogClass } from '../../config/settings/fields.js';

/**
 * CloudWatch's name of a class, for groups of which no metric is made. Undefined is the standard class: said or not it is the
 * same, but where it wasn't said a deployed group stays as it is.
 */
export const toLogGroupClass = (logClass: LogClass): 'INFREQUENT_ACCESS' | undefined =>
  logClass === 'infrequentAccess' ? 'INFREQUENT_ACCESS' : undefined;
