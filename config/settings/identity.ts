import * as z from 'zod';
import { isEncryptedOrLocal } from './settings.js';

export const IdentitySettings = z.strictObject({
  tier: z
    .enum(['lite', 'essentials', 'plus'])
    .default('plus')
    .describe('Cognito’s feature plan. Threat protection needs `plus`.'),
  threatProtection: z
    .enum(['enforced', 'audit', 'off'])
    .default('enforced')
    .describe('Adaptive authentication and compromised-credential checks: act, only record, or not at all.'),
  secondFactor: z
    .enum(['required', 'off'])
    .default('required')
    .describe(
      'Authenticator apps: the clinic’s people need one and patients may have one, or nobody can, which policies call an error.',
    ),
  passwordMinimumLength: z
    .int()
    .min(8)
    .max(99)
    .default(14)
    .describe('Characters that a password must have; one that is in use stays valid.'),
  accessTokenMinutes: z
    .int()
    .min(5)
    .max(60)
    .default(15)
    .describe('How long an access token holds, in minutes; from the next sign-in or refresh on.'),
  refreshTokenHours: z.int().min(1).max(720).default(12).describe('How long one sign-in lasts at most, in hours.'),
  domainPrefix: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'must be lower-case letters, digits and hyphens')
    .refine((prefix) => !/aws|amazon|cognito/.test(prefix), 'must not contain aws, amazon or cognito: AWS keeps those')
    .optional()
    .describe(
      'Prefix of the managed sign-in page’s domain; without it there is no such page. Another one replaces the domain, and links to the old one end.',
    ),
  callbackUrls: z
    .array(
      z
        .url({ protocol: /^https?$/, error: 'must be a URL such as https://app.example.org/signed-in', abort: true })
        .refine(isEncryptedOrLocal, 'must be https, but on localhost'),
    )
    .default([])
    .describe('Where the managed sign-in page may send people back to.'),
});
