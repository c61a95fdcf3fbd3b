import * as z from 'zod';

/** What AWS charges for, in the units of its bill; a pricer names one, a book says what it costs. */
export const priceIds = [
  'auroraAcuHour',
  'auroraAcuHourIoOptimized',
  'auroraStorageGbMonth',
  'auroraStorageGbMonthIoOptimized',
  'auroraIoMillion',
  'auroraBackupGbMonth',
  'auroraSavingsPlanAcuHour',
  'auroraSavingsPlanAcuHourIoOptimized',
  'databaseInsightsAdvancedAcuHour',
  'rdsDataApiMillion',
  'rdsProxyAcuHour',
  'lambdaRequestMillion',
  'lambdaGbSecondX86',
  'lambdaGbSecondArm',
  'lambdaProvisionedIdleGbSecondX86',
  'lambdaProvisionedIdleGbSecondArm',
  'lambdaProvisionedGbSecondX86',
  'lambdaProvisionedGbSecondArm',
  'httpApiMillion',
  'cognitoLiteUser',
  'cognitoEssentialsUser',
  'cognitoPlusUser',
  'cognitoBaseUser',
  'cognitoThreatProtectionUser',
  'natGatewayHour',
  'natGatewayGb',
  'publicIpv4Hour',
  'interfaceEndpointHour',
  'interfaceEndpointGb',
  'internetOutGb',
  'betweenZonesGb',
  'secretMonth',
  'secretCalls10K',
  'kmsKeyMonth',
  'kmsRequests10K',
  'logIngestionGb',
  'logIngestionGbInfrequentAccess',
  'logStorageGbMonth',
  'customMetricMonth',
  'dashboardMonth',
  'alarmMonth',
  'trailDataEvents100K',
  'ecrStorageGbMonth',
  's3StorageGbMonth',
  's3Writes1K',
  's3Reads1K',
  'sqsRequestMillion',
  'snsEmail100K',
  'modelInputTokenMillion',
  'modelOutputTokenMillion',
  'embeddingTokenMillion',
] as const;
export type PriceId = (typeof priceIds)[number];

/** US dollars as text: a price is what is printed, and no binary fraction is. */
const Usd = z.string().regex(/^-?\d+(\.\d+)?$/, 'must be an amount in US dollars such as 0.0000166667');

const Tier = z.strictObject({
  /** The quantity of a month up to which the price holds, counted from 0; without it there is no end. */
  upTo: z.number().positive().optional(),
  usd: Usd,
});

export const UnitPrice = z
  .strictObject({
    /** What one of it is, such as `GB-month`. */
    unit: z.string().min(1),
    tiers: z.array(Tier).min(1),
    /** What a month has for nothing where `--free-tier` counts it in. */
    freeQuantity: z.number().positive().optional(),
    source: z.string().min(1),
  })
  .refine(
    ({ tiers }) =>
      tiers.every(({ upTo }, index) => (index === tiers.length - 1) === (upTo === undefined)) &&
      tiers.every(({ upTo }, index) => index === 0 || upTo === undefined || upTo > (tiers[index - 1]?.upTo ?? 0)),
    'must have tiers that rise, and no end on the last one alone',
  );
export type UnitPrice = z.infer<typeof UnitPrice>;

/** Unit prices of one region at one date. Another region or date is another book. */
export const PriceBook = z.strictObject({
  id: z.string().min(1),
  region: z.string().min(1),
  /** The day that the prices held on, ISO 8601. */
  date: z.iso.date(),
  /**
   * How Cognito bills: by the pool's feature plan, or a base price with threat protection on top, as before November 2024.
   */
  cognito: z.enum(['featurePlans', 'baseAndThreatProtection']),
  prices: z.partialRecord(z.enum(priceIds), UnitPrice),
});
export type PriceBook = z.infer<typeof PriceBook>;

/** One price for any quantity. */
export const flat = (usd: string, unit: string, source: string, freeQuantity?: number): UnitPrice => ({
  unit,
  tiers: [{ usd }],
  source,
  ...(freeQuantity !== undefined && { freeQuantity }),
});

/** Prices that change with the quantity: `[usd, upTo]`, the last without an end. */
export const tiered = (
  tiers: readonly (readonly [usd: string, upTo?: number])[],
  unit: string,
  source: string,
  freeQuantity?: number,
): UnitPrice => ({
  unit,
  tiers: tiers.map(([usd, upTo]) => ({ usd, ...(upTo !== undefined && { upTo }) })),
  source,
  ...(freeQuantity !== undefined && { freeQuantity }),
});
