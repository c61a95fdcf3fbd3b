import { describe, expect, it } from 'vitest';
import { EmbeddingError, embeddingDimensions } from './embedder.js';
import { prepareDocument } from './store.js';

const document = {
  id: '6f0f4c1e-9d1f-4bd5-8d5e-0a3a3d0f0001',
  title: 'Long',
  text: Array.from({ length: 100 }, (_, index) => `# Part ${index}\n\nText of part ${index}.`).join('\n\n'),
  source: null,
  patientId: null,
};
const vector = Array.from({ length: embeddingDimensions }, () => 0);

describe('preparing a document', () => {
  it('makes a row for each passage and embeds them in batches', async () => {
    const calls: number[] = [];
    const embed = async (texts: readonly string[]) => {
      calls.push(texts.length);
      return texts.map(() => vector);
    };
    const rows = await prepareDocument(document, { name: 'test', embed }, { contentHash: 'abc' });
    expect(calls).toEqual([40, 40, 20]);
    expect(rows.map(({ metadata }) => [metadata.position, metadata.contentHash])).toEqual(
      rows.map((_row, position) => [position, 'abc']),
    );
  });

  it('stops between two calls once the signal aborts', async () => {
    const time = new AbortController();
    let calls = 0;
    const embed = async (texts: readonly string[]) => {
      calls += 1;
      time.abort();
      return texts.map(() => vector);
    };
    const preparing = prepareDocument(document, { name: 'test', embed }, { signal: time.signal });
    await expect(preparing).rejects.toThrow(EmbeddingError);
    expect(calls).toBe(1);
  });
});
