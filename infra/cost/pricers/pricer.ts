import type { PlannedUsage } from '../../../config/demand/usage.js';
import type { PlannedResource } from '../../preview/planned-resource.js';
import type { Charge, PriceOptions } from '../line.js';
import type { PriceBook } from '../prices/book.js';

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

export const selectByType = (plan: readonly PlannedResource[], type: string): PlannedResource[] =>
  plan.filter((resource) => resource.type === type);

/** Reads an input that must be a number. @throws Error that names the resource */
export function readNumberInput({ name, type, inputs }: PlannedResource, key: string): number {
  const value = inputs[key];
  if (typeof value !== 'number') throw new Error(`Can't price ${type} ${name}: its input ${key} must be a number.`);
  return value;
}

export const readTextInput = ({ inputs }: PlannedResource, key: string): string | undefined => {
  const value = inputs[key];
  return typeof value === 'string' ? value : undefined;
};
