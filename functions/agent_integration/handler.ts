import { AgentEnvironment, parseEnvironment } from '../../config/environment.js';
import { createApp } from '../http/app.js';
import { createHandler } from '../http/lambda.js';
import { servicesOf } from '../http/services.js';
import { embedderOf } from '../knowledge/embedder-of.js';
import { createKnowledgeRouter } from './knowledge/routes.js';

const knowledge = createKnowledgeRouter(embedderOf(parseEnvironment(AgentEnvironment, process.env)));

export const handler = createHandler(createApp(servicesOf(process.env), knowledge));
