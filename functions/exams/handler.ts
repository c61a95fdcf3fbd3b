import { readFile } from 'node:fs/promises';
import { createApp } from '../http/app.js';
import { createHandler } from '../http/lambda.js';
import { servicesOf } from '../http/services.js';
import { examResults } from './results/routes.js';
import { exams } from './routes.js';
import { createSystemRouter } from './system.js';

// The catalogue of functions puts the document beside the bundle.
const system = createSystemRouter(() => readFile(new URL('./openapi.json', import.meta.url), 'utf8'));

export const handler = createHandler(createApp(servicesOf(process.env), exams, examResults, system));
