import { AgentEnvironment, parseEnvironment } from '../../config/environment.js';
import { createApp } from '../http/app.js';
import { createHandler } from '../http/lambda.js';
import { createServices } from '../http/services.js';
import { createAgentRouters } from './routers.js';
import { createAgentServices } from './services.js';

const routers = createAgentRouters(createAgentServices(parseEnvironment(AgentEnvironment, process.env)));

export const handler = createHandler(createApp(createServices(process.env), ...routers));
