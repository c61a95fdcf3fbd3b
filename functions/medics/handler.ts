import { createApp } from '../http/app.js';
import { createHandler } from '../http/lambda.js';
import { servicesOf } from '../http/services.js';
import { medics } from './routes.js';

export const handler = createHandler(createApp(servicesOf(process.env), medics));
