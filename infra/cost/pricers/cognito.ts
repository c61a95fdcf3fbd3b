import type { PlannedResource } from '../../preview/planned-resource.js';
import type { Charge } from '../line.js';
import { type Pricer, type PricingContext, readTextInput } from './pricer.js';

const component = 'Amazon Cognito';

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
  const quantity = usage.users.activePerMonth;
  if (cognito === 'baseAndThreatProtection') {
    const base: Charge = {
      component,
      item: 'MAU, base',
      price: 'cognitoBaseUser',
      quantity,
      basis: `${pool.name}: users who sign in`,
    };
    if (!isThreatProtected(pool)) return [base];
    const basis = `${pool.name}: threat protection of every user`;
    return [
      base,
      { component, item: 'Advanced Security Features', price: 'cognitoThreatProtectionUser', quantity, basis },
    ];
  }
  const plan = readTextInput(pool, 'userPoolTier') ?? 'ESSENTIALS';
  const found = Object.entries(planPrices).find(([name]) => name === plan)?.[1];
  if (found === undefined) throw new Error(`There is no price for the plan ${plan} of ${pool.name}.`);
  const [label, price] = found;
  return [{ component, item: `MAU, ${label}`, price, quantity, basis: `${pool.name}: users who sign in` }];
}

/** User pools; each is priced as if all users signed in to it. One-time passwords by SMS would come on top; we send none. */
export const cognito: Pricer = {
  types: ['aws:cognito/userPool:UserPool'],
  charge: (pools, context) => pools.flatMap((pool) => chargePool(pool, context)),
};
