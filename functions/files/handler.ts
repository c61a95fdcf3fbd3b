import { FilesEnvironment, parseEnvironment } from '../../config/environment.js';
import { createApp } from '../http/app.js';
import { createHandler } from '../http/lambda.js';
import { createServices } from '../http/services.js';
import { createFilesRouter } from './routes.js';
import { createFileServices } from './services.js';

const files = createFilesRouter(createFileServices(parseEnvironment(FilesEnvironment, process.env)));

export const handler = createHandler(createApp(createServices(process.env), files));
