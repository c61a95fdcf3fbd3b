/** Target length of a passage. Titan accepts 8,192 tokens, but the vector of a long passage is close to everything. */
const passageTokens = 300;

/** Overlap of neighboring passages, so that a sentence at the border is found in both. */
const overlapTokens = 40;

/** Rule of thumb for Latin script. */
const charactersPerToken = 4;

interface TextPassage {
  /** The headings above the passage, outermost first. */
  readonly headings: readonly string[];
  readonly text: string;
}

const maximumCharacters = passageTokens * charactersPerToken;
const overlapCharacters = overlapTokens * charactersPerToken;

/** A longer line is text that starts with `#`, not a heading. */
const headingLine = /^(#{1,6})\s+(.{1,200})$/u;

interface Heading {
  /** Number of `#`. A heading belongs to the nearest one before it with fewer. */
  readonly level: number;
  readonly title: string;
}

interface Section {
  readonly headings: readonly string[];
  readonly paragraphs: readonly string[];
}

/** Splits a text at its Markdown headings. */
function splitIntoSections(text: string): Section[] {
  const sections: { headings: Heading[]; lines: string[] }[] = [{ headings: [], lines: [] }];
  for (const line of text.split(/\r?\n/)) {
    const [, marks, title] = headingLine.exec(line) ?? [];
    if (marks === undefined || title === undefined) {
      sections.at(-1)?.lines.push(line);
      continue;
    }
    const level = marks.length;
    const above = sections.at(-1)?.headings.filter((heading) => heading.level < level) ?? [];
    sections.push({ headings: [...above, { level, title: title.trim() }], lines: [] });
  }
  return sections.map(({ headings, lines }) => ({
    headings: headings.map((heading) => heading.title),
    paragraphs: lines
      .join('\n')
      .split(/\n\s*\n/)
      .map((paragraph) => paragraph.trim())
      .filter((paragraph) => paragraph !== ''),
  }));
}

/** Splits a text into pieces that fit a passage: lines, then sentences, then words, then characters. */
function splitText(text: string, borders: readonly RegExp[] = [/\n+/, /(?<=[.!?])\s+/, /\s+/]): string[] {
  if (text.length <= maximumCharacters) return [text];
  const [border, ...finer] = borders;
  if (border === undefined) {
    return text.match(new RegExp(`[\\s\\S]{1,${maximumCharacters - overlapCharacters}}`, 'gu')) ?? [];
  }
  return text.split(border).flatMap((piece) => splitText(piece, finer));
}

/** Returns the end of a passage, starting at a word and never within a surrogate pair. */
function takeOverlap(text: string): string {
  const tail = text.slice(-overlapCharacters).replace(/^[\uDC00-\uDFFF]/, '');
  return text.length <= overlapCharacters ? text : tail.slice(tail.search(/\s/) + 1);
}

/** Joins pieces into passages. Each passage but the first starts with the end of the previous one. */
function joinPieces(pieces: readonly string[]): string[] {
  const passages: string[] = [];
  let current = '';
  for (const piece of pieces) {
    if (current !== '' && current.length + 1 + piece.length > maximumCharacters) {
      passages.push(current);
      const tail = takeOverlap(current);
      current = tail.length + 1 + piece.length > maximumCharacters ? piece : `${tail}\n${piece}`;
    } else {
      current = current === '' ? piece : `${current}\n${piece}`;
    }
  }
  return current === '' ? passages : [...passages, current];
}

/** Splits a text into passages along its headings, paragraphs, lines and sentences. No passage spans a heading. */
export function splitIntoPassages(text: string): TextPassage[] {
  return splitIntoSections(text).flatMap(({ headings, paragraphs }) =>
    joinPieces(paragraphs.flatMap((paragraph) => splitText(paragraph))).map((passage) => ({ headings, text: passage })),
  );
}
