import { Decimal } from 'decimal.js';
import { formatCount, formatNumber } from '../../../config/format.js';
import { createChargeBuilder, type Pricer, priceType } from './pricer.js';

const buildEcrCharge = createChargeBuilder('ECR');
const buildS3Charge = createChargeBuilder('Amazon S3');

export const storagePricers: readonly Pricer[] = [
  // Basic scanning on push is free, and so are pulls within the region.
  priceType('aws:ecr/repository:Repository', (repositories, { usage }) => [
    buildEcrCharge(
      'Image storage',
      'ecrStorageGbMonth',
      usage.registry.storedGb,
      `demand on ${formatCount(repositories.length, 'repository', 'repositories')}`,
    ),
  ]),
  priceType('aws:s3/bucket:Bucket', (buckets, { usage: { files } }) => {
    return [
      buildS3Charge(
        'Storage',
        's3StorageGbMonth',
        new Decimal(files.storedGb).plus(files.auditStoredGb),
        `files ${formatNumber(files.storedGb)} GB, audit ${formatNumber(files.auditStoredGb)} GB in ${formatCount(buckets.length, 'bucket')}`,
      ),
      buildS3Charge('Writes', 's3Writes1K', new Decimal(files.writesPerMonth).dividedBy(1000), 'demand: uploads'),
      buildS3Charge('Reads', 's3Reads1K', new Decimal(files.readsPerMonth).dividedBy(1000), 'demand: downloads'),
    ];
  }),
];
