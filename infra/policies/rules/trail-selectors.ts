import { toArray } from '../../preview/policy-statements.js';

/** What a trail records, by fields of an event (CloudTrail, AdvancedEventSelector). */
export interface TrailSelector {
  readonly fieldSelectors?: readonly FieldSelector[];
}

interface FieldSelector {
  readonly field: string;
  readonly equals?: readonly string[];
  readonly startsWiths?: readonly string[];
}

/** The values that a selector lets through by a field; undefined where it doesn't ask for it. */
export const readFieldValues = (
  { fieldSelectors = [] }: TrailSelector,
  field: string,
): readonly string[] | undefined => {
  const found = fieldSelectors.find((selector) => selector.field === field);
  return found && [...(found.equals ?? []), ...(found.startsWiths ?? [])];
};

/** What a field must begin with for a selector to take an event; the empty beginning where it doesn't ask for it. */
export const readFieldPrefixes = ({ fieldSelectors = [] }: TrailSelector, field: string): readonly string[] => {
  const found = fieldSelectors.find((selector) => selector.field === field);
  return found === undefined ? [''] : toArray(found.startsWiths);
};

/** Whether a selector is of a category, and takes reads and writes of it by whomever. */
export const selectsAll = (selector: TrailSelector, category: 'Data' | 'Management'): boolean =>
  readFieldValues(selector, 'eventCategory')?.includes(category) === true &&
  (selector.fieldSelectors ?? []).every(({ field }) =>
    ['eventCategory', 'resources.type', 'resources.ARN'].includes(field),
  );
