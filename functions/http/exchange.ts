import type { z } from '@hono/zod-openapi';
import { conditionalRead, jsonBody, mergePatchBody, response } from './operation.js';
import type { ReadPath, ReplayRule } from './replay.js';
import { idPath } from './schemas.js';

/** The requests and responses of the usual operations on a resource, to spread into a contract. */
export const exchange = {
  /** Reads a page of a collection. */
  list: <Query extends z.ZodObject, Page extends z.ZodType>(query: Query, description: string, page: Page) => ({
    request: { query },
    responses: { 200: response.json(description, page) },
  }),
  /** Reads a page of a collection that belongs to one resource. */
  listWithin: <Query extends z.ZodObject, Page extends z.ZodType>(query: Query, description: string, page: Page) => ({
    request: { params: idPath, query },
    responses: { 200: response.json(description, page) },
  }),
  /** Creates a resource with a version. A retry returns it as long as the caller can read it at `path`. */
  create: <Input extends z.ZodType, Schema extends z.ZodType>(
    path: ReadPath,
    input: Input,
    description: string,
    schema: Schema,
  ) => ({
    request: { body: jsonBody(input) },
    responses: { 201: response.created(description, schema) },
    replay: { returns: path } as ReplayRule,
  }),
  /** Finds data by criteria in the body, which keeps them out of URLs and logs. A retry searches again. */
  search: <Input extends z.ZodType, Schema extends z.ZodType>(input: Input, description: string, schema: Schema) => ({
    request: { body: jsonBody(input) },
    responses: { 200: response.json(description, schema) },
    replay: 'run-again' as const,
  }),
  /** Reads a resource, unless the caller has its current version. */
  read: <Schema extends z.ZodType>(description: string, schema: Schema) => ({
    request: { params: idPath },
    responses: conditionalRead(description, schema),
  }),
  /** Changes a resource by a merge patch, which can conflict with its state or with another resource. */
  change: <Patch extends z.ZodType, Schema extends z.ZodType>(patch: Patch, description: string, schema: Schema) => ({
    request: { params: idPath, body: mergePatchBody(patch) },
    responses: { 200: response.resource(description, schema) },
    problems: ['conflict' as const],
  }),
  /** Replaces a resource or a part of it, which can conflict with its state. */
  replace: <Input extends z.ZodType, Schema extends z.ZodType>(input: Input, description: string, schema: Schema) => ({
    request: { params: idPath, body: jsonBody(input) },
    responses: { 200: response.resource(description, schema) },
    problems: ['conflict' as const],
  }),
  /** Removes a resource. */
  remove: (description: string) => ({
    request: { params: idPath },
    responses: { 204: response.empty(description) },
  }),
};
