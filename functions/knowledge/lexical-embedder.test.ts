import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lexicalEmbedder } from './lexical-embedder.js';

const embedText = async (text: string): Promise<number[]> => (await lexicalEmbedder.embed([text]))[0] ?? [];

async function computeSimilarity(one: string, other: string): Promise<number> {
  const [first, second] = [await embedText(one), await embedText(other)];
  return first.reduce((sum, value, index) => sum + value * (second[index] ?? 0), 0);
}

describe('the lexical embedder', () => {
  it('returns a unit vector of 1,024 dimensions for every text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), async (text) => {
        const vector = await embedText(text);
        expect(vector).toHaveLength(1024);
        expect(Math.hypot(...vector)).toBeCloseTo(1, 10);
      }),
    );
  });

  it('returns the same vectors on every machine', async () => {
    const vector = await embedText('Metformin 500 mg, twice a day');
    const digest = createHash('sha256')
      .update(vector.map((value) => value.toFixed(9)).join())
      .digest('hex');
    expect(digest.slice(0, 16)).toBe('a61788cc44188e7e');
  });

  it('makes texts that share words similar, whatever their case and accents', async () => {
    expect(await computeSimilarity('Medicación de la paciente', 'medicacion DE LA PACIENTE')).toBeCloseTo(1, 10);
    const question = 'Which medications does she take?';
    const [about, apart] = ['Medications: metformin', 'The knee was swollen'];
    expect(await computeSimilarity(question, about)).toBeGreaterThan((await computeSimilarity(question, apart)) + 0.1);
  });

  it('tolerates a typo or another ending', async () => {
    for (const other of ['metfromin', 'metformins']) {
      expect(await computeSimilarity('metformin', other)).toBeGreaterThan(
        (await computeSimilarity('metformin', 'warfarin')) + 0.15,
      );
    }
  });

  it('weighs the title of a passage more than its text', async () => {
    const question = 'medications';
    const called = 'Medications\n- Ibuprofen and naproxen';
    const mentioning = 'Procedures\n- Documentation of current medications';
    expect(await computeSimilarity(question, called)).toBeGreaterThan(await computeSimilarity(question, mentioning));
  });
});
