import { AgentEnvironment, parseEnvironment } from '../../config/environment.js';
import { createApp } from '../http/app.js';
import { createHandler } from '../http/lambda.js';
import { servicesOf } from '../http/services.js';
import { createAgentRouters } from './routers.js';
import { agentServicesOf } from './services.js';

const routers = createAgentRouters(agentServicesOf(parseEnvironment(AgentEnvironment, process.env)));

export const handler = createHandler(createApp(servicesOf(process.env), ...routers));
