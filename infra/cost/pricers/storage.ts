import { Decimal } from 'decimal.js';
import { formatCount, formatNumber } from '../../../config/format.js';
import { type Pricer, priceType } from './pricer.js';

/** ECR and S3. */
export const storagePricers: readonly Pricer[] = [
  // Basic scanning on push is free, and so are pulls within the region.
  priceType('aws:ecr/repository:Repository', (repositories, { usage }) => [
    {
      component: 'ECR',
      item: 'Image storage',
      price: 'ecrStorageGbMonth',
      quantity: usage.registry.storedGb,
      basis: `demand on ${formatCount(repositories.length, 'repository', 'repositories')}`,
    },
  ]),
  priceType('aws:s3/bucket:Bucket', (buckets, { usage: { files } }) => {
    const component = 'Amazon S3';
    return [
      {
        component,
        item: 'Storage',
        price: 's3StorageGbMonth',
        quantity: new Decimal(files.storedGb).plus(files.auditStoredGb),
        basis: `files ${formatNumber(files.storedGb)} GB, audit ${formatNumber(files.auditStoredGb)} GB in ${formatCount(buckets.length, 'bucket')}`,
      },
      {
        component,
        item: 'Writes',
        price: 's3Writes1K',
        quantity: new Decimal(files.writesPerMonth).dividedBy(1000),
        basis: 'demand: uploads',
      },
      {
        component,
        item: 'Reads',
        price: 's3Reads1K',
        quantity: new Decimal(files.readsPerMonth).dividedBy(1000),
        basis: 'demand: downloads',
      },
    ];
  }),
];
