import { createApp } from '../http/app.js';
import { createServices } from '../http/services.js';
import { createLookupHandler } from './direct.js';
import { patientLookupRouter } from './routes.js';

export const handler = createLookupHandler(createApp(createServices(process.env), patientLookupRouter));
