import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitIntoPassages } from './chunking.js';

const longest = 1200;

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

describe('a text', () => {
  it('is split at its headings, and each passage has those above it', () => {
    const text = 'Before all.\n\n# Care\n\nKeep it dry.\n\n## At night\n\nUse the splint.\n\n# Food\n\nAnything.';
    expect(splitIntoPassages(text)).toEqual([
      { headings: [], text: 'Before all.' },
      { headings: ['Care'], text: 'Keep it dry.' },
      { headings: ['Care', 'At night'], text: 'Use the splint.' },
      { headings: ['Food'], text: 'Anything.' },
    ]);
  });

  it('that starts with a lower-level heading treats the next one of that level as a sibling', () => {
    const text =
      '## Penicillin\nGive 500 mg.\n## Amoxicillin\nGive 250 mg.\n#### Children\nHalf.\n### Adults\nAll.\n# Food\nAny.';
    expect(splitIntoPassages(text).map(({ headings }) => headings)).toEqual([
      ['Penicillin'],
      ['Amoxicillin'],
      ['Amoxicillin', 'Children'],
      ['Amoxicillin', 'Adults'],
      ['Food'],
    ]);
  });

  it('treats an overlong heading as text', () => {
    const passages = splitIntoPassages(`# ${'word '.repeat(2000)}\n\nKeep it dry.`);
    expect(passages.every(({ headings, text }) => headings.length === 0 && text.length <= longest)).toBe(true);
    expect(passages.at(-1)?.text).toContain('Keep it dry.');
  });

  it('without words has no passages', () => {
    for (const text of ['', '  \n\n ', '# Only a heading']) expect(splitIntoPassages(text)).toEqual([]);
  });

  it('that is long overlaps from passage to passage, starting at a word', () => {
    const sentences = Array.from({ length: 60 }, (_, index) => `Sentence number ${index} says something of a knee.`);
    const [first, second] = splitIntoPassages(sentences.join(' '));
    const shared = [...(second?.text ?? '')].findLastIndex((_, end) =>
      first?.text.endsWith(second?.text.slice(0, end) ?? ''),
    );
    const tail = second?.text.slice(0, shared) ?? '';
    expect(tail.length).toBeGreaterThan(100);
    expect(first?.text.at(-tail.length - 1)).toMatch(/\s/);
  });

  it('is never split within a character', () => {
    const unbroken = `${'💊'.repeat(500)}a`;
    const passages = splitIntoPassages([unbroken, 'word '.repeat(100), unbroken, '💊'.repeat(2000)].join('\n\n'));
    expect(passages.length).toBeGreaterThan(3);
    expect(passages.filter(({ text }) => !text.isWellFormed())).toEqual([]);
  });

  it('keeps a paragraph together where it fits', () => {
    const paragraph = 'Take it in the morning. Never at night.';
    expect(splitIntoPassages(`${'x '.repeat(590)}\n\n${paragraph}`).at(-1)?.text).toContain(paragraph);
  });
});

describe('in any text', () => {
  const line = fc.oneof(
    fc.lorem({ maxCount: 30 }),
    fc.lorem({ maxCount: 3 }).map((title) => `# ${title}`),
    fc.constant(''),
    fc.string({ maxLength: 3000 }),
    fc.string({ unit: 'binary', maxLength: 200 }),
  );
  const text = fc.array(line, { maxLength: 40 }).map((lines) => lines.join('\n'));

  it('no passage is too long or empty', () => {
    fc.assert(
      fc.property(text, (given) => {
        for (const passage of splitIntoPassages(given)) {
          expect(passage.text.length).toBeLessThanOrEqual(longest);
          expect(passage.text.trim()).not.toBe('');
        }
      }),
    );
  });

  it('no word is lost', () => {
    const prose = fc.array(fc.oneof(fc.lorem({ maxCount: 80 }), fc.constant('')), { maxLength: 40 });
    fc.assert(
      fc.property(prose, (paragraphs) => {
        const kept = new Set(splitIntoPassages(paragraphs.join('\n\n')).flatMap((passage) => words(passage.text)));
        expect(words(paragraphs.join(' ')).filter((word) => !kept.has(word))).toEqual([]);
      }),
    );
  });

  it('the passages are the same each time', () => {
    fc.assert(
      fc.property(text, (given) => {
        expect(splitIntoPassages(given)).toEqual(splitIntoPassages(given));
      }),
    );
  });
});
