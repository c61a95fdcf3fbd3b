import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lexicalEmbedder } from './lexical-embedder.js';

const embedText = async (text: string): Promise<number[]> => (await lexicalEmbedder.embed([text]))[0] ?? [];

async function nearness(one: string, other: string): Promise<number> {
  const [first, second] = [await embedText(one), await embedText(other)];
  return first.reduce((sum, value, index) => sum + value * (second[index] ?? 0), 0);
}

describe('the lexical embedder', () => {
  it('gives every text a vector of 1,024 dimensions and unit length', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), async (text) => {
        const vector = await embedText(text);
        expect(vector).toHaveLength(1024);
        expect(Math.hypot(...vector)).toBeCloseTo(1, 10);
      }),
    );
  });

  it('gives the same vectors on every machine', async () => {
    const vector = await embedText('Metformin 500 mg, twice a day');
    const digest = createHash('sha256')
      .update(vector.map((value) => value.toFixed(9)).join())
      .digest('hex');
    expect(digest.slice(0, 16)).toBe('a61788cc44188e7e');
  });

  it('puts texts near that share words, whatever case and accents they have', async () => {
    expect(await nearness('Medicación de la paciente', 'medicacion DE LA PACIENTE')).toBeCloseTo(1, 10);
    const question = 'Which medications does she take?';
    const [about, apart] = ['Medications: metformin', 'The knee was swollen'];
    expect(await nearness(question, about)).toBeGreaterThan((await nearness(question, apart)) + 0.1);
  });

  it('forgives a typo and another ending', async () => {
    for (const other of ['metfromin', 'metformins']) {
      expect(await nearness('metformin', other)).toBeGreaterThan((await nearness('metformin', 'warfarin')) + 0.15);
    }
  });

  it('takes what a passage is called for more than what it mentions', async () => {
    const question = 'medications';
    const called = 'Medications\n- Ibuprofen and naproxen';
    const mentioning = 'Procedures\n- Documentation of current medications';
    expect(await nearness(question, called)).toBeGreaterThan(await nearness(question, mentioning));
  });
});
