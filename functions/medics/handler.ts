import { createApp } from '../http/app.js';
import { createHandler } from '../http/lambda.js';
import { createServices } from '../http/services.js';
import { medicsRouter } from './routes.js';

export const handler = createHandler(createApp(createServices(process.env), medicsRouter));
