import { flat, type PriceBook, tiered } from './book.js';

const pricingPage = (service: string) => `aws.amazon.com/${service}/pricing, us-east-1`;

const aurora = pricingPage('rds/aurora');
const lambda = pricingPage('lambda');
const cognito = pricingPage('cognito');
const vpc = pricingPage('vpc');
const cloudWatch = pricingPage('cloudwatch');
const bedrock = pricingPage('bedrock');
const vendedLogs = `${cloudWatch}, vended logs`;
const savingsPlan = 'Database Savings Plan, 2025-12: 35% off serverless, one year';

/**
 * AWS's list prices of late 2025 in us-east-1. What a service includes for free in every account is a first tier at 0. The
 * account's free tier is `freeQuantity`, which counts only with `--free-tier`.
 */
export const awsOctober2025: PriceBook = {
  id: 'aws-2025-10',
  region: 'us-east-1',
  date: '2025-10-01',
  cognito: 'featurePlans',
  prices: {
    auroraAcuHour: flat('0.12', 'ACU-hour', aurora),
    auroraAcuHourIoOptimized: flat('0.156', 'ACU-hour', aurora),
    auroraStorageGbMonth: flat('0.10', 'GB-month', aurora),
    auroraStorageGbMonthIoOptimized: flat('0.225', 'GB-month', aurora),
    auroraIoMillion: flat('0.20', '1M requests', aurora),
    auroraBackupGbMonth: flat('0.021', 'GB-month', aurora),
    auroraSavingsPlanAcuHour: flat('-0.042', 'ACU-hour', savingsPlan),
    auroraSavingsPlanAcuHourIoOptimized: flat('-0.0546', 'ACU-hour', savingsPlan),
    databaseInsightsAdvancedAcuHour: flat('0.003125', 'ACU-hour', cloudWatch),
    rdsDataApiMillion: flat('0.35', '1M requests', aurora),
    rdsProxyAcuHour: flat('0.015', 'ACU-hour', pricingPage('rds/proxy')),

    lambdaRequestMillion: flat('0.20', '1M requests', lambda, 1),
    lambdaGbSecondX86: tiered(
      [['0.0000166667', 6e9], ['0.0000150000', 15e9], ['0.0000133334']],
      'GB-second',
      lambda,
      400_000,
    ),
    lambdaGbSecondArm: tiered(
      [['0.0000133334', 7.5e9], ['0.0000120001', 18.75e9], ['0.0000106667']],
      'GB-second',
      lambda,
      400_000,
    ),
    lambdaProvisionedIdleGbSecondX86: flat('0.0000041667', 'GB-second', lambda),
    lambdaProvisionedIdleGbSecondArm: flat('0.0000033334', 'GB-second', lambda),
    lambdaProvisionedGbSecondX86: flat('0.0000097222', 'GB-second', lambda),
    lambdaProvisionedGbSecondArm: flat('0.0000077778', 'GB-second', lambda),

    httpApiMillion: tiered([['1.00', 300], ['0.90']], '1M requests', pricingPage('api-gateway')),

    cognitoLiteUser: tiered(
      [['0.0055', 100_000], ['0.0046', 1_000_000], ['0.00325', 10_000_000], ['0.0025']],
      'MAU',
      cognito,
      10_000,
    ),
    cognitoEssentialsUser: flat('0.015', 'MAU', cognito, 10_000),
    cognitoPlusUser: flat('0.02', 'MAU', cognito),

    natGatewayHour: flat('0.045', 'hour', vpc),
    natGatewayGb: flat('0.045', 'GB', vpc),
    publicIpv4Hour: flat('0.005', 'hour', `${vpc}, since 2024-02-01`),
    interfaceEndpointHour: flat('0.01', 'zone-hour', pricingPage('privatelink')),
    interfaceEndpointGb: flat('0.01', 'GB', pricingPage('privatelink')),
    internetOutGb: tiered(
      [['0', 100], ['0.09', 10_240], ['0.085', 51_200], ['0.07', 153_600], ['0.05']],
      'GB',
      `${pricingPage('ec2/on-demand')}, data transfer; the first 100 GB a month of every account are free`,
    ),
    betweenZonesGb: flat('0.01', 'GB per direction', `${pricingPage('ec2/on-demand')}, data transfer`),

    secretMonth: flat('0.40', 'secret', pricingPage('secrets-manager')),
    secretCalls10K: flat('0.05', '10K calls', pricingPage('secrets-manager')),
    kmsKeyMonth: flat('1.00', 'key', pricingPage('kms')),
    kmsRequests10K: tiered(
      [['0', 2], ['0.03']],
      '10K requests',
      `${pricingPage('kms')}; the first 20,000 a month are free`,
    ),

    logIngestionGb: tiered([['0.50', 10_240], ['0.25', 30_720], ['0.10', 51_200], ['0.05']], 'GB', vendedLogs, 5),
    logIngestionGbInfrequentAccess: tiered(
      [['0.25', 10_240], ['0.15', 30_720], ['0.075', 51_200], ['0.05']],
      'GB',
      vendedLogs,
    ),
    logStorageGbMonth: flat('0.03', 'GB-month', cloudWatch),
    customMetricMonth: tiered(
      [['0.30', 10_000], ['0.10', 250_000], ['0.05', 1_000_000], ['0.02']],
      'metric',
      cloudWatch,
      10,
    ),
    dashboardMonth: flat('3.00', 'dashboard', cloudWatch, 3),
    alarmMonth: flat('0.10', 'alarm', cloudWatch, 10),
    trailDataEvents100K: flat('0.10', '100K events', pricingPage('cloudtrail')),

    ecrStorageGbMonth: flat('0.10', 'GB-month', pricingPage('ecr')),
    s3StorageGbMonth: tiered([['0.023', 51_200], ['0.022', 512_000], ['0.021']], 'GB-month', pricingPage('s3')),
    s3Writes1K: flat('0.005', '1K requests', pricingPage('s3')),
    s3Reads1K: flat('0.0004', '1K requests', pricingPage('s3')),
    sqsRequestMillion: flat('0.40', '1M requests', pricingPage('sqs'), 1),
    snsEmail100K: flat('2.00', '100K emails', pricingPage('sns'), 0.01),

    modelInputTokenMillion: flat('1.00', '1M tokens', `${bedrock}, Claude Haiku 4.5`),
    modelOutputTokenMillion: flat('5.00', '1M tokens', `${bedrock}, Claude Haiku 4.5`),
    embeddingTokenMillion: flat('0.02', '1M tokens', `${bedrock}, Titan Text Embeddings V2`),
  },
};
