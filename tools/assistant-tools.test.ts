import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { toolNames } from '../functions/agent_integration/sessions/schemas.js';
import { toolDefinitions } from '../functions/agent_integration/tool-definitions.js';

const script = fileURLToPath(new URL('./assistant-tools.ts', import.meta.url));

async function runTools(...options: string[]) {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script, ...options]);
  return JSON.parse(stdout);
}

/** Returns the keywords of a schema and its nested schemas. */
function listKeywords(schema: Record<string, unknown>): string[] {
  const fields = Object.values((schema.properties ?? {}) as Record<string, Record<string, unknown>>);
  const items = schema.items as Record<string, unknown> | undefined;
  return [...Object.keys(schema), ...[...fields, ...(items ? [items] : [])].flatMap(listKeywords)];
}

describe('npm run tools', () => {
  it('prints the definitions', async () => {
    expect(await runTools()).toEqual(toolDefinitions);
  });

  it('prints only keywords that AgentCore Gateway supports, and a type for each field', async () => {
    const tools: { name: string; description: string; inputSchema: Record<string, unknown> }[] =
      await runTools('--gateway');
    expect(tools.map(({ name }) => name)).toEqual(toolNames);
    const understood = ['type', 'description', 'properties', 'required', 'items'];
    for (const { name, inputSchema } of tools) {
      expect([name, listKeywords(inputSchema).filter((word) => !understood.includes(word))]).toEqual([name, []]);
      for (const [field, schema] of Object.entries(inputSchema.properties as Record<string, { type: unknown }>)) {
        expect([name, field, schema.type]).toEqual([name, field, expect.stringMatching(/^(string|integer|array)$/)]);
      }
    }
    const booking = tools.find(({ name }) => name === 'bookReservation');
    expect(booking?.inputSchema.required).toEqual(['patientId', 'medicId', 'examId', 'startsAt']);
  });
});
