import { createApp } from '../http/app.js';
import { createHandler } from '../http/lambda.js';
import { createServices } from '../http/services.js';
import { auditTrailRouter } from './audit/routes.js';
import { invitationsRouter } from './invitations/routes.js';
import { patientsRouter } from './routes.js';

export const handler = createHandler(
  createApp(createServices(process.env), patientsRouter, invitationsRouter, auditTrailRouter),
);
