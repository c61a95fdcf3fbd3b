import { Decimal } from 'decimal.js';
import { formatCount } from '../../../config/format.js';
import { filterByType } from '../../policies/policy.js';
import type { PlannedResource } from '../../preview/planned-resource.js';
import type { Charge } from '../line.js';
import type { PriceId } from '../prices/book.js';
import { createChargeBuilder, type Pricer, type PricingContext, priceType, readTextInput } from './pricer.js';

const buildUserCharge = createChargeBuilder('Amazon Cognito');
const buildCharge = createChargeBuilder('Secrets Manager and KMS');

const planPrices: Readonly<Record<string, readonly [label: string, price: PriceId]>> = {
  LITE: ['Lite plan', 'cognitoLiteUser'],
  ESSENTIALS: ['Essentials plan', 'cognitoEssentialsUser'],
  PLUS: ['Plus plan', 'cognitoPlusUser'],
};

function chargePool(pool: PlannedResource, { usage, cognito }: PricingContext): Charge[] {
  const charge = (item: string, price: PriceId, users = 'users who sign in') =>
    buildUserCharge(item, price, usage.users.activePerMonth, `${pool.name}: ${users}`);
  if (cognito === 'baseAndThreatProtection') {
    const base = charge('MAU, base', 'cognitoBaseUser');
    if (['OFF', undefined].includes(readTextInput(pool, 'userPoolAddOns.advancedSecurityMode'))) return [base];
    return [
      base,
      charge('Advanced Security Features', 'cognitoThreatProtectionUser', 'users with threat protection, which is all'),
    ];
  }
  const plan = readTextInput(pool, 'userPoolTier') ?? 'ESSENTIALS';
  const found = planPrices[plan];
  if (found === undefined) throw new Error(`Can't price the feature plan ${plan} of ${pool.name}.`);
  const [label, price] = found;
  return [charge(`MAU, ${label}`, price)];
}

export const securityPricers: readonly Pricer[] = [
  // Each pool is priced as if every user signed in to it. One-time passwords by SMS would cost extra; we send none.
  priceType('aws:cognito/userPool:UserPool', (pools, context) => pools.flatMap((pool) => chargePool(pool, context))),
  {
    types: ['aws:secretsmanager/secret:Secret'],
    charge(secrets, { plan, usage }) {
      // RDS stores the master password of a cluster in a secret that the plan doesn't have.
      const managed = filterByType(plan, 'aws:rds/cluster:Cluster').filter(
        ({ inputs }) => inputs.manageMasterUserPassword === true,
      );
      const count = secrets.length + managed.length;
      if (count === 0) return [];
      return [
        buildCharge(
          'Secrets',
          'secretMonth',
          count,
          `${formatCount(secrets.length, 'planned secret')}, ${formatCount(managed.length, 'master password')} managed by RDS`,
        ),
        buildCharge(
          'Secrets Manager calls',
          'secretCalls10K',
          new Decimal(usage.secrets.apiCallsPerMonth).dividedBy(10_000),
          'demand',
        ),
      ];
    },
  },
  // The first two yearly rotations of a key add US$1.00 a month each; the first bill of a stack has none.
  priceType('aws:kms/key:Key', (keys, { usage }) => [
    buildCharge('KMS keys', 'kmsKeyMonth', keys.length, keys.map(({ name }) => name).join(', ')),
    buildCharge(
      'KMS requests',
      'kmsRequests10K',
      new Decimal(usage.keys.requestsPerMonth).dividedBy(10_000),
      'demand, including calls by AWS services',
    ),
  ]),
];
