import { type ToolDefinition, toolDefinitions } from '../functions/agent_integration/tool-definitions.js';
import { printJson, runCommand } from './command.js';

const help = `Prints the assistant's tools with the JSON Schema of their input.

  npm run -s tools                  as the assistant declares them to a model
  npm run -s tools -- --gateway     as the tool schema of an AgentCore Gateway target`;

type Schema = ToolDefinition['inputSchema'];

/**
 * Reduces a JSON Schema to the keywords that AgentCore Gateway supports in a Lambda target's tool schema: type, description,
 * properties, required and items (SchemaDefinition in the Amazon Bedrock AgentCore API reference). The API still enforces
 * the limits that are left out.
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

await runCommand({ help, options: { gateway: { type: 'boolean' } } }, ({ values }) => {
  if (!values.gateway) return printJson(toolDefinitions);
  const entries: [string, ToolDefinition][] = Object.entries(toolDefinitions);
  printJson(
    entries.map(([name, { description, inputSchema }]) => ({
      name,
      description,
      inputSchema: toGatewaySchema(inputSchema),
    })),
  );
});
