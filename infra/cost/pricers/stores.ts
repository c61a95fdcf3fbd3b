import { Decimal } from 'decimal.js';
import { formatCountOf, formatNumber, type Pricer } from './pricer.js';

/** Container images. Scanning on push is basic and free; pulls inside the region are free as well. */
export const registries: Pricer = {
  types: ['aws:ecr/repository:Repository'],
  charge: (repositories, { usage }) =>
    repositories.length === 0
      ? []
      : [
          {
            component: 'ECR',
            item: 'Image storage',
            price: 'ecrStorageGbMonth',
            quantity: usage.registry.storedGb,
            basis: `demand on ${formatCountOf(repositories.length, 'repository', 'repositories')}`,
          },
        ],
};

/** Files, records and the audit bucket, in the Standard class. */
export const buckets: Pricer = {
  types: ['aws:s3/bucket:Bucket'],
  charge(resources, { usage: { files } }) {
    if (resources.length === 0) return [];
    const component = 'Amazon S3';
    return [
      {
        component,
        item: 'Storage',
        price: 's3StorageGbMonth',
        quantity: new Decimal(files.storedGb).plus(files.auditStoredGb),
        basis: `files ${formatNumber(files.storedGb)} GB, audit ${formatNumber(files.auditStoredGb)} GB in ${formatCountOf(resources.length, 'bucket')}`,
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
  },
};
