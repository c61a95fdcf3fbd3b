import { Decimal } from 'decimal.js';
import { formatCountOf, type Pricer, selectByType } from './pricer.js';

const component = 'Secrets Manager and KMS';

/** Secrets of the plan, and the master password's that RDS makes for a cluster and rotates. */
export const secrets: Pricer = {
  types: ['aws:secretsmanager/secret:Secret'],
  charge(resources, { plan, usage }) {
    const managed = selectByType(plan, 'aws:rds/cluster:Cluster').filter(
      ({ inputs }) => inputs.manageMasterUserPassword === true,
    );
    const count = resources.length + managed.length;
    if (count === 0) return [];
    return [
      {
        component,
        item: 'Secrets',
        price: 'secretMonth',
        quantity: count,
        basis: `${formatCountOf(resources.length, 'secret')} of the plan, ${formatCountOf(managed.length, 'master password')} that RDS manages`,
      },
      {
        component,
        item: 'Secrets Manager calls',
        price: 'secretCalls10K',
        quantity: new Decimal(usage.secrets.apiCallsPerMonth).dividedBy(10_000),
        basis: 'demand',
      },
    ];
  },
};

/** Customer-managed keys. A key's first two yearly rotations add 1.00 each from then on; a stack's first bill has none. */
export const keys: Pricer = {
  types: ['aws:kms/key:Key'],
  charge: (resources, { usage }) =>
    resources.length === 0
      ? []
      : [
          {
            component,
            item: 'KMS keys',
            price: 'kmsKeyMonth',
            quantity: resources.length,
            basis: resources.map(({ name }) => name).join(', '),
          },
          {
            component,
            item: 'KMS requests',
            price: 'kmsRequests10K',
            quantity: new Decimal(usage.keys.requestsPerMonth).dividedBy(10_000),
            basis: 'demand, calls by services included',
          },
        ],
};
