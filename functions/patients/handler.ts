import { createApp } from '../http/app.js';
import { createHandler } from '../http/lambda.js';
import { servicesOf } from '../http/services.js';
import { auditTrail } from './audit/routes.js';
import { patients } from './routes.js';

export const handler = createHandler(createApp(servicesOf(process.env), patients, auditTrail));
