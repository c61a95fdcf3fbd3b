import { FilesEnvironment, parseEnvironment } from '../../config/environment.js';
import { createApp } from '../http/app.js';
import { createHandler } from '../http/lambda.js';
import { servicesOf } from '../http/services.js';
import { createFilesRouter } from './routes.js';
import { fileServicesOf } from './services.js';

const files = createFilesRouter(fileServicesOf(parseEnvironment(FilesEnvironment, process.env)));

export const handler = createHandler(createApp(servicesOf(process.env), files));
