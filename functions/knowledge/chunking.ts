/** Passages are about this long; Titan takes 8,192 tokens, but a long passage is near everything. */
const passageTokens = 300;

/** What a passage repeats of the one before it, so that a sentence on the border is found from both sides. */
const overlapTokens = 40;

/** A rule of thumb for Latin script: a token is about four characters. */
const charactersPerToken = 4;

export interface TextPassage {
  /** The headings above it, outermost first. */
  readonly headings: readonly string[];
  readonly text: string;
}

const maximumCharacters = passageTokens * charactersPerToken;
const overlapCharacters = overlapTokens * charactersPerToken;

/** What is longer than a line is text that begins with a mark: it stands in no passage but its own. */
const headingLine = /^(#{1,6})\s+(.{1,200})$/u;

interface Heading {
  /** How many marks it has: a heading is under those with fewer, whatever level a text begins with. */
  readonly level: number;
  readonly title: string;
}

interface Section {
  readonly headings: readonly string[];
  readonly paragraphs: readonly string[];
}

/** Markdown's headings divide a text; a text without any is one section. */
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

/** Pieces that fit: lines, or else sentences, or else words, or else whatever is there. */
function splitText(text: string, borders: readonly RegExp[] = [/\n+/, /(?<=[.!?])\s+/, /\s+/]): string[] {
  if (text.length <= maximumCharacters) return [text];
  const [border, ...finer] = borders;
  if (border === undefined) {
    return text.match(new RegExp(`[\\s\\S]{1,${maximumCharacters - overlapCharacters}}`, 'gu')) ?? [];
  }
  return text.split(border).flatMap((piece) => splitText(piece, finer));
}

/** The end of a passage, from the start of a word, and with no half of a character. */
function takeOverlap(text: string): string {
  const tail = text.slice(-overlapCharacters).replace(/^[\uDC00-\uDFFF]/, '');
  return text.length <= overlapCharacters ? text : tail.slice(tail.search(/\s/) + 1);
}

/** Joins pieces up to the length of a passage; each but the first begins with the end of the one before. */
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

/**
 * Divides a text into passages along its structure: headings, paragraphs, lines, sentences. No passage goes over a
 * heading, and none is longer than about 300 tokens.
 */
export function splitIntoPassages(text: string): TextPassage[] {
  return splitIntoSections(text).flatMap(({ headings, paragraphs }) =>
    joinPieces(paragraphs.flatMap((paragraph) => splitText(paragraph))).map((passage) => ({ headings, text: passage })),
  );
}
