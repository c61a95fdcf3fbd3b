import { exampleValues } from '../http/examples.js';
import type { SampleValues } from './sample-values.js';

interface JsonObject {
  [key: string]: unknown;
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function mapStrings(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, map));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mapStrings(member, map)]));
}

/** Parameters that tie a request to an earlier response or request, which an example can't know. */
const isTied = (node: JsonObject): boolean => node.in === 'header' || (node.in === 'query' && node.name === 'cursor');

/** Replaces the values that the examples of an OpenAPI document share, and removes examples that can't work. */
export function fillExamples(document: unknown, values: SampleValues): unknown {
  const replacements = new Map(
    Object.entries(exampleValues).map(([name, constant]) => [constant, values[name as keyof SampleValues] ?? constant]),
  );
  const replace = (text: string): string => replacements.get(text as never) ?? text;
  const fill = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(fill);
    if (!isObject(node)) return node;
    return Object.fromEntries(
      Object.entries(node).flatMap(([key, value]) => {
        if (key !== 'example' && key !== 'examples') return [[key, fill(value)]];
        return isTied(node) ? [] : [[key, mapStrings(value, replace)]];
      }),
    );
  };
  return fill(document);
}
