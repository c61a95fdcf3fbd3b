import { createHash } from 'node:crypto';
import { type Embedder, embeddingDimensions } from './embedder.js';

/** Splits a text into words of lowercase letters without accents, and digits. */
export const splitWords = (text: string): string[] =>
  text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .match(/[\p{Letter}\p{Number}]+/gu) ?? [];

/** The first line of a passage has its title and headings, which say more about its subject than the text. */
const firstLineWeight = 3;

/** Adds words, pairs of words, which keep some of the order, and trigrams, which tolerate typos and other endings. */
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

/** Returns the dimension of a feature and its sign; signs make collisions cancel out rather than add up. */
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
  // pgvector can't compare a zero vector, so a text without words gets a fixed direction.
  if (length === 0) vector[0] = 1;
  return vector.map((value) => (length === 0 ? value : value / length));
}

/**
 * Embeds texts by feature hashing, without a model: texts that share words are similar, whatever they mean. The same
 * text gives the same vector on every machine.
 */
export const lexicalEmbedder: Embedder = {
  name: 'lexical-hash-1024',
  async embed(texts) {
    return texts.map(toVector);
  },
};
