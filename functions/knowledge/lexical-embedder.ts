import { createHash } from 'node:crypto';
import { type Embedder, embeddingDimensions } from './embedder.js';

/** Letters without accents and case, digits; everything else parts words. */
const splitWords = (text: string): string[] =>
  text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .match(/[\p{Letter}\p{Number}]+/gu) ?? [];

/** A passage's first line are its title and headings: what it is about counts more than what it mentions. */
const firstLineWeight = 3;

/** Words count most; pairs keep some of the order; pieces of words let a typo or another ending be near. */
function addFeatures(features: Map<string, number>, text: string, times: number): void {
  const words = splitWords(text);
  const add = (feature: string, weight: number) => features.set(feature, (features.get(feature) ?? 0) + weight * times);
  words.forEach((word, index) => {
    add(`w ${word}`, 1);
    const next = words[index + 1];
    if (next !== undefined) add(`p ${word} ${next}`, 0.5);
    const padded = ` ${word} `;
    for (let start = 0; start + 3 <= padded.length; start += 1) add(`t ${padded.slice(start, start + 3)}`, 0.25);
  });
}

function extractFeatures(text: string): Map<string, number> {
  const features = new Map<string, number>();
  const [first = '', ...others] = text.split('\n');
  addFeatures(features, first, others.length > 0 ? firstLineWeight : 1);
  addFeatures(features, others.join('\n'), 1);
  return features;
}

/** Where a feature goes, and with which sign, so that those which meet in one place cancel rather than add. */
function hashFeature(feature: string): { index: number; sign: 1 | -1 } {
  const digest = createHash('sha256').update(feature).digest();
  return { index: digest.readUInt32BE(0) % embeddingDimensions, sign: (digest[4] ?? 0) % 2 === 0 ? 1 : -1 };
}

function toVector(text: string): number[] {
  const vector = new Array<number>(embeddingDimensions).fill(0);
  for (const [feature, weight] of extractFeatures(text)) {
    const { index, sign } = hashFeature(feature);
    vector[index] = (vector[index] ?? 0) + sign * Math.sqrt(weight);
  }
  const length = Math.hypot(...vector);
  // A text without a word is near nothing; a vector of nothing has no direction that pgvector could compare.
  if (length === 0) vector[0] = 1;
  return vector.map((value) => (length === 0 ? value : value / length));
}

/**
 * Feature hashing of words, pairs of words and trigrams of letters: texts are near that share words. It knows no meaning
 * and no model; it is for a machine without one, and the same text gives the same vector everywhere.
 */
export const lexicalEmbedder: Embedder = {
  name: 'lexical-hash-1024',
  async embed(texts) {
    return texts.map(toVector);
  },
};
