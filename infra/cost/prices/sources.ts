/** A product on the AWS Price List. */
export interface ListedPrice {
  readonly serviceCode: string;
  /** Usage types without the region prefix; several if regions name the product differently. */
  readonly usageTypes: readonly string[];
  /** Attributes that distinguish the product from others of the same usage type. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** The number of the list's units in one unit of the book, such as 1,000,000 requests. */
  readonly scale?: number;
  /** The list has one price for all regions. */
  readonly isGlobal?: true;
}

/** The reason why a price isn't on the list. A new book keeps the old price. */
export interface CarriedPrice {
  readonly carried: string;
}

const million = 1_000_000;

const listed = (serviceCode: string, usageType: string, more: Partial<ListedPrice> = {}): ListedPrice => ({
  serviceCode,
  usageTypes: [usageType],
  ...more,
});

const postgres = { databaseEngine: 'Aurora PostgreSQL' };
const aurora = (usageType: string, scale?: number): ListedPrice =>
  listed('AmazonRDS', usageType, { attributes: postgres, ...(scale !== undefined && { scale }) });
const lambda = (usageType: string, scale?: number): ListedPrice =>
  listed('AWSLambda', usageType, scale === undefined ? {} : { scale });
const cloudWatch = (usageType: string, more?: Partial<ListedPrice>): ListedPrice =>
  listed('AmazonCloudWatch', usageType, more);

const savingsPlan = {
  carried: 'Savings Plans have a separate price list, https://aws.amazon.com/savingsplans/pricing/',
};
const bedrock = {
  carried: 'third-party models are on the AWS Marketplace list or on none, https://aws.amazon.com/bedrock/pricing/',
};
const older = { carried: 'a price from before November 2024 that AWS no longer offers' };

/**
 * Everything that AWS charges for, with its place on the AWS Price List. Usage types are from
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_billing.html,
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-costs.html and public tools that read the list.
 * Those of the Data API and Database Insights are unverified; the refresh fails if one is wrong.
 */
export const priceSources = {
  auroraAcuHour: aurora('Aurora:ServerlessV2Usage'),
  auroraAcuHourIoOptimized: aurora('Aurora:ServerlessV2IOOptimizedUsage'),
  auroraStorageGbMonth: aurora('Aurora:StorageUsage'),
  auroraStorageGbMonthIoOptimized: aurora('Aurora:IO-OptimizedStorageUsage'),
  auroraIoMillion: aurora('Aurora:StorageIOUsage', million),
  auroraBackupGbMonth: aurora('Aurora:BackupUsage'),
  auroraSavingsPlanAcuHour: savingsPlan,
  auroraSavingsPlanAcuHourIoOptimized: savingsPlan,
  databaseInsightsAdvancedAcuHour: cloudWatch('DatabaseInsights-ACU-Hours'),
  rdsDataApiMillion: listed('AmazonRDS', 'RDS:DataAPIUsage', { scale: million }),
  rdsProxyAcuHour: listed('AmazonRDS', 'RDS:Proxy-ASv2-Usage', { attributes: postgres }),

  lambdaRequestMillion: lambda('Request', million),
  lambdaGbSecondX86: lambda('Lambda-GB-Second'),
  lambdaGbSecondArm: lambda('Lambda-GB-Second-ARM'),
  lambdaProvisionedIdleGbSecondX86: lambda('Lambda-Provisioned-Concurrency'),
  lambdaProvisionedIdleGbSecondArm: lambda('Lambda-Provisioned-Concurrency-ARM'),
  lambdaProvisionedGbSecondX86: lambda('Lambda-Provisioned-GB-Second'),
  lambdaProvisionedGbSecondArm: lambda('Lambda-Provisioned-GB-Second-ARM'),

  httpApiMillion: listed('AmazonApiGateway', 'ApiGatewayHttpRequest', { scale: million }),

  cognitoLiteUser: listed('AmazonCognito', 'CognitoLiteMAU'),
  cognitoEssentialsUser: listed('AmazonCognito', 'CognitoEssentialsMAU'),
  cognitoPlusUser: listed('AmazonCognito', 'CognitoPlusMAU'),
  cognitoBaseUser: older,
  cognitoThreatProtectionUser: older,

  natGatewayHour: listed('AmazonEC2', 'NatGateway-Hours', { attributes: { productFamily: 'NAT Gateway' } }),
  natGatewayGb: listed('AmazonEC2', 'NatGateway-Bytes', { attributes: { productFamily: 'NAT Gateway' } }),
  publicIpv4Hour: listed('AmazonVPC', 'PublicIPv4:InUseAddress'),
  interfaceEndpointHour: listed('AmazonVPC', 'VpcEndpoint-Hours'),
  interfaceEndpointGb: listed('AmazonVPC', 'VpcEndpoint-Bytes'),
  internetOutGb: listed('AWSDataTransfer', 'DataTransfer-Out-Bytes', { attributes: { toLocation: 'External' } }),
  betweenZonesGb: listed('AWSDataTransfer', 'DataTransfer-Regional-Bytes'),

  secretMonth: listed('AWSSecretsManager', 'AWSSecretsManager-Secrets'),
  secretCalls10K: listed('AWSSecretsManager', 'AWSSecretsManagerAPIRequest', { scale: 10_000 }),
  kmsKeyMonth: listed('awskms', 'KMS-Keys'),
  kmsRequests10K: listed('awskms', 'KMS-Requests', { scale: 10_000 }),

  logIngestionGb: cloudWatch('DataProcessing-Bytes'),
  logIngestionGbInfrequentAccess: cloudWatch('DataProcessingIA-Bytes'),
  logStorageGbMonth: cloudWatch('TimedStorage-ByteHrs'),
  customMetricMonth: cloudWatch('CW:MetricMonitorUsage'),
  dashboardMonth: cloudWatch('DashboardsUsageHour', { isGlobal: true }),
  alarmMonth: cloudWatch('CW:AlarmMonitorUsage'),
  trailDataEvents100K: listed('AWSCloudTrail', 'DataEventsRecorded', { scale: 100_000 }),

  ecrStorageGbMonth: listed('AmazonECR', 'TimedStorage-ByteHrs'),
  s3StorageGbMonth: listed('AmazonS3', 'TimedStorage-ByteHrs', { attributes: { volumeType: 'Standard' } }),
  s3Writes1K: listed('AmazonS3', 'Requests-Tier1', { scale: 1_000 }),
  s3Reads1K: listed('AmazonS3', 'Requests-Tier2', { scale: 1_000 }),
  sqsRequestMillion: {
    serviceCode: 'AWSQueueService',
    usageTypes: ['Requests-RBP', 'Requests-Tier1'],
    attributes: { queueType: 'Standard' },
    scale: million,
  },
  snsEmail100K: listed('AmazonSNS', 'DeliveryAttempts-SMTP', { scale: 100_000 }),

  modelInputTokenMillion: bedrock,
  modelOutputTokenMillion: bedrock,
  embeddingTokenMillion: bedrock,
} satisfies Readonly<Record<string, ListedPrice | CarriedPrice>>;
