import { readFile } from 'node:fs/promises';
import { createApp } from '../http/app.js';
import { createHandler } from '../http/lambda.js';
import { createServices } from '../http/services.js';
import { examResultsRouter } from './results/routes.js';
import { examsRouter } from './routes.js';
import { createSystemRouter } from './system.js';

// The bundle contains the document as a file next to it.
const system = createSystemRouter(() => readFile(new URL('./openapi.json', import.meta.url), 'utf8'));

export const handler = createHandler(createApp(createServices(process.env), examsRouter, examResultsRouter, system));
