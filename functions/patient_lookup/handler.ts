import { createApp } from '../http/app.js';
import { servicesOf } from '../http/services.js';
import { createLookupHandler } from './direct.js';
import { patientLookup } from './routes.js';

export const handler = createLookupHandler(createApp(servicesOf(process.env), patientLookup));
