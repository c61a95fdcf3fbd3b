import type { PlannedUsage } from '../../../config/demand/usage.js';
import type { PlannedResource } from '../../preview/planned-resource.js';
import type { Charge, PriceOptions } from '../line.js';
import type { PriceBook } from '../prices/book.js';

/** What a pricer looks at. */
export interface PricingContext {
  /** The whole plan: what a resource costs can depend on others. */
  readonly plan: readonly PlannedResource[];
  readonly usage: PlannedUsage;
  readonly cognito: PriceBook['cognito'];
  readonly options: Pick<PriceOptions, 'savingsPlan'>;
}

/** Demand that no resource of a plan stands for. */
export const demandsWithoutResource = ['models', 'dataTransfer', 'metrics'] as const;

/** Turns the resources of some types, and the demand on them, into charges. */
export interface Pricer {
  /** Resource types that it prices, such as `aws:kms/key:Key`. */
  readonly types: readonly string[];
  /** Demand that it prices though no resource stands for it. */
  readonly demand?: (typeof demandsWithoutResource)[number];
  charge(resources: readonly PlannedResource[], context: PricingContext): Charge[];
}

export const selectByType = (plan: readonly PlannedResource[], type: string): PlannedResource[] =>
  plan.filter((resource) => resource.type === type);

/** An input that must be a number. @throws Error that names the resource */
export function readNumberInput({ name, type, inputs }: PlannedResource, key: string): number {
  const value = inputs[key];
  if (typeof value !== 'number') throw new Error(`${type} ${name} has no number ${key}, so it can't be priced.`);
  return value;
}

export const readTextInput = ({ inputs }: PlannedResource, key: string): string | undefined => {
  const value = inputs[key];
  return typeof value === 'string' ? value : undefined;
};

/** A number as a reader of the bill wants it: `6,480`, `0.5`. */
export const formatNumber = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 3 });

export const formatCountOf = (count: number, noun: string, plural = `${noun}s`): string =>
  `${formatNumber(count)} ${count === 1 ? noun : plural}`;
