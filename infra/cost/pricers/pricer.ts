import type { Decimal } from 'decimal.js';
import type { PlannedUsage } from '../../../config/demand/usage.js';
import { readInput } from '../../policies/policy.js';
import type { PlannedResource } from '../../preview/planned-resource.js';
import type { Charge, ComponentName, PriceOptions } from '../line.js';
import type { PriceBook, PriceId } from '../prices/book.js';

export interface PricingContext {
  /** The whole plan, because the price of a resource can depend on others. */
  readonly plan: readonly PlannedResource[];
  readonly usage: PlannedUsage;
  readonly cognito: PriceBook['cognito'];
  readonly options: Pick<PriceOptions, 'savingsPlan'>;
}

/** Demand that is billed without a resource in the plan. */
export const demandsWithoutResource = ['models', 'dataTransfer', 'metrics'] as const;

/** Turns resources of some types and the demand on them into charges. */
export interface Pricer {
  /** Resource types that it prices, such as `aws:kms/key:Key`. */
  readonly types: readonly string[];
  /** Demand that it prices without a resource. */
  readonly demand?: (typeof demandsWithoutResource)[number];
  charge(resources: readonly PlannedResource[], context: PricingContext): Charge[];
}

/** A pricer of one resource type, which charges nothing if the plan has no such resource. */
export const priceType = (type: string, charge: Pricer['charge']): Pricer => ({
  types: [type],
  charge: (resources, context) => (resources.length === 0 ? [] : charge(resources, context)),
});

/** Returns a function that builds the charges of a component. */
export const createChargeBuilder =
  (component: ComponentName) =>
  (item: string, price: PriceId, quantity: Decimal.Value, basis: string): Charge => ({
    component,
    item,
    price,
    quantity,
    basis,
  });

/** @throws Error that names the resource if the input is not a number */
export function readNumberInput({ name, type, inputs }: PlannedResource, key: string): number {
  const value = inputs[key];
  if (typeof value !== 'number') throw new Error(`Can't price ${type} ${name}: its input ${key} must be a number.`);
  return value;
}

/** Reads a text at a path such as `environment.variables.MODEL_ID`; undefined if it is missing or not a text. */
export const readTextInput = (resource: PlannedResource, path: string): string | undefined => {
  const value = readInput(resource, path);
  return typeof value === 'string' ? value : undefined;
};
