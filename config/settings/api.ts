import * as z from 'zod';
import { functionNames } from '../functions.js';
import { httpsOrigin, logClass, logRetentionDays } from './settings.js';

const RouteThrottle = z.strictObject({
  requestsPerSecond: z.int().min(1).max(10_000).describe('Requests a second that each of its routes lets through.'),
  burst: z.int().min(1).max(5_000).describe('Requests to one of its routes that may arrive at one moment.'),
});

export const ApiSettings = z.strictObject({
  throttleRequestsPerSecond: z
    .int()
    .min(1)
    .max(10_000)
    .default(600)
    .describe('Requests a second that the whole API lets through.'),
  throttleBurst: z.int().min(1).max(5_000).default(1_000).describe('Requests that may arrive at one moment.'),
  throttles: z
    .partialRecord(z.enum(functionNames), RouteThrottle)
    .default({})
    .describe('Tighter limits of single functions’ routes, by function.'),
  accountAccessesPerMinute: z
    .int()
    .min(1)
    .max(100_000)
    .default(600)
    .describe('How often one account may access patient data within a minute.'),
  corsAllowedOrigins: z.array(httpsOrigin).default([]).describe('Origins whose pages may call the API.'),
  accessLogRetentionDays: logRetentionDays.default(365).describe('How long access logs are kept, in days.'),
  accessLogClass: logClass('access logs'),
  domain: z
    .strictObject({
      name: z
        .string()
        .regex(/^([a-z0-9-]+\.)+[a-z]{2,}$/, 'must be a host name such as api.example.org')
        .describe('Host name that clients call. Another one replaces it.'),
      certificateArn: z
        .string()
        .regex(/^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/\S+$/, 'must be the ARN of a certificate of ACM')
        .describe('In the same region.'),
      hostedZoneId: z
        .string()
        .regex(/^Z[A-Z0-9]+$/, 'must be the id of a hosted zone, such as Z0123456789ABC')
        .optional()
        .describe('Route 53 zone that gets the alias record; without it the name is pointed elsewhere.'),
    })
    .optional()
    .describe('The API’s own name; without it clients use API Gateway’s.'),
});
