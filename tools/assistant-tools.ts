import { type ToolDefinition, toolDefinitions } from '../functions/agent_integration/tool-definitions.js';

type Schema = ToolDefinition['inputSchema'];

/**
 * What AgentCore Gateway understands of JSON Schema in the tool schema of a Lambda target: type, description, properties,
 * required and items (SchemaDefinition in Amazon Bedrock AgentCore's API reference). Limits stay with the API, which
 * refuses what breaks them.
 */
function toGatewaySchema({ type, description, properties, required, items }: Schema): object {
  return {
    type,
    ...(description !== undefined && { description }),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, schema]) => [name, toGatewaySchema(schema as Schema)]),
      ),
    }),
    ...(required && required.length > 0 && { required }),
    ...(items !== undefined && { items: toGatewaySchema(items as Schema) }),
  };
}

const entries: [string, ToolDefinition][] = Object.entries(toolDefinitions);
const document = process.argv.includes('--gateway')
  ? entries.map(([name, { description, inputSchema }]) => ({
      name,
      description,
      inputSchema: toGatewaySchema(inputSchema),
    }))
  : toolDefinitions;

process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
