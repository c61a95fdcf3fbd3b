import * as z from 'zod';
import { budgetedServiceNames } from './budgeted-services.js';

export const BudgetSettings = z.strictObject({
  monthlyUsd: z
    .int()
    .min(1)
    .optional()
    .describe(
      'What the account may cost in a month, in US dollars; `npm run cost:budgets` reckons it. Without it there are no budgets.',
    ),
  services: z
    .partialRecord(z.enum(budgetedServiceNames), z.int().min(1))
    .default({})
    .describe('The same for single services.'),
  anomalyMonitor: z
    .boolean()
    .default(true)
    .describe(
      'Whether unusual costs are told of. An account has one monitor of all services: false for its second stack, and where AWS’s own is kept.',
    ),
  anomalyUsd: z.int().min(1).default(200).describe('From which unusual cost on, in US dollars.'),
});
