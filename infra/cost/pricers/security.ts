import { Decimal } from 'decimal.js';
import { formatCount } from '../../../config/format.js';
import type { PlannedResource } from '../../preview/planned-resource.js';
import type { Charge } from '../line.js';
import { type Pricer, type PricingContext, priceType, readTextInput, selectByType } from './pricer.js';

const planPrices = {
  LITE: ['Lite plan', 'cognitoLiteUser'],
  ESSENTIALS: ['Essentials plan', 'cognitoEssentialsUser'],
  PLUS: ['Plus plan', 'cognitoPlusUser'],
} as const;

function isThreatProtected(pool: PlannedResource): boolean {
  const addOns = pool.inputs.userPoolAddOns;
  return typeof addOns === 'object' && addOns !== null && Reflect.get(addOns, 'advancedSecurityMode') !== 'OFF';
}

function chargePool(pool: PlannedResource, { usage, cognito }: PricingContext): Charge[] {
  const charge = (item: string, price: Charge['price'], users: string): Charge => ({
    component: 'Amazon Cognito',
    item,
    price,
    quantity: usage.users.activePerMonth,
    basis: `${pool.name}: ${users}`,
  });
  const signingIn = 'users who sign in';
  if (cognito === 'baseAndThreatProtection') {
    const base = charge('MAU, base', 'cognitoBaseUser', signingIn);
    if (!isThreatProtected(pool)) return [base];
    return [
      base,
      charge('Advanced Security Features', 'cognitoThreatProtectionUser', 'users with threat protection, which is all'),
    ];
  }
  const plan = readTextInput(pool, 'userPoolTier') ?? 'ESSENTIALS';
  const found = Object.entries(planPrices).find(([name]) => name === plan)?.[1];
  if (found === undefined) throw new Error(`Can't price the feature plan ${plan} of ${pool.name}.`);
  const [label, price] = found;
  return [charge(`MAU, ${label}`, price, signingIn)];
}

/** Cognito, Secrets Manager and KMS. */
export const securityPricers: readonly Pricer[] = [
  // Each pool is priced as if every user signed in to it. One-time passwords by SMS would cost extra; we send none.
  priceType('aws:cognito/userPool:UserPool', (pools, context) => pools.flatMap((pool) => chargePool(pool, context))),
  {
    types: ['aws:secretsmanager/secret:Secret'],
    charge(secrets, { plan, usage }) {
      // RDS stores the master password of a cluster in a secret that the plan doesn't have.
      const managed = selectByType(plan, 'aws:rds/cluster:Cluster').filter(
        ({ inputs }) => inputs.manageMasterUserPassword === true,
      );
      const count = secrets.length + managed.length;
      if (count === 0) return [];
      const component = 'Secrets Manager and KMS';
      return [
        {
          component,
          item: 'Secrets',
          price: 'secretMonth',
          quantity: count,
          basis: `${formatCount(secrets.length, 'planned secret')}, ${formatCount(managed.length, 'master password')} managed by RDS`,
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
  },
  // The first two yearly rotations of a key add US$1.00 a month each; the first bill of a stack has none.
  priceType('aws:kms/key:Key', (keys, { usage }) => [
    {
      component: 'Secrets Manager and KMS',
      item: 'KMS keys',
      price: 'kmsKeyMonth',
      quantity: keys.length,
      basis: keys.map(({ name }) => name).join(', '),
    },
    {
      component: 'Secrets Manager and KMS',
      item: 'KMS requests',
      price: 'kmsRequests10K',
      quantity: new Decimal(usage.keys.requestsPerMonth).dividedBy(10_000),
      basis: 'demand, including calls by AWS services',
    },
  ]),
];
