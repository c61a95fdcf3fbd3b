import type { Concept } from './data-types.js';

/** Codes of https://hl7.org/fhir/R4/valueset-data-absent-reason.html say that there is no code. */
const absence = 'http://terminology.hl7.org/CodeSystem/data-absent-reason';

const toKey = (text: string | undefined): string =>
  (text ?? '')
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-');

/** Finds the code of a concept in a value set: by its codes, or else by the words that people read. */
export function findCode<const Codes extends readonly string[]>(
  { coding = [], text }: Concept,
  codes: Codes,
): Codes[number] | undefined {
  const written = [...coding.map(({ code }) => code), ...coding.map(({ display }) => display), text].map(toKey);
  return written.flatMap((key) => codes.find((code) => code === key) ?? [])[0];
}

/** Returns true if a concept says something, and not only that its code is absent. */
export const isSaid = ({ coding = [], text }: Concept): boolean =>
  text !== undefined ||
  coding.some(({ system, code, display }) => system !== absence && (code ?? display) !== undefined);
