/** Text that can't contain keywords: comments, literals, quoted names, dollar quotes. */
const notKeywords =
  /--[^\n]*|\/\*[\s\S]*?\*\/|\be'(?:[^'\\]|\\[\s\S])*'|'[^']*'|"[^"]*"|(\$(?:[a-z_]\w*)?\$)[\s\S]*?\1/gi;

const isComment = (skipped: string): boolean => /^[-/]/.test(skipped);

export const stripComments = (statement: string): string =>
  statement.replace(notKeywords, (skipped) => (isComment(skipped) ? ' ' : skipped)).trim();

/** Replaces literals and quoted names with `x`, so that only keywords match a search. */
const maskLiterals = (statement: string): string =>
  statement.replace(notKeywords, (skipped) => (isComment(skipped) ? ' ' : ' x '));

/** The same, or one of them without an end, which the server rejects. */
const notKeywordsOrOpen = new RegExp(
  `${notKeywords.source}|['"][\\s\\S]*$|\\$(?:[a-z_]\\w*)?\\$[\\s\\S]*$|/\\*[\\s\\S]*$`,
  'gi',
);
const plainName = /^"[a-z_][a-z0-9_]*"$/;

/**
 * Replaces literals and numbers with `?` and drops comments, so that the text can be logged without patient data. Of
 * quoted names, only those in lower case stay, because people also put values in double quotes by mistake.
 */
export const redactStatement = (statement: string): string =>
  statement
    .replace(notKeywordsOrOpen, (text) => (isComment(text) ? ' ' : plainName.test(text) ? text : ' ? '))
    // Names such as "column_1" keep their digits, and so do parameters such as $1.
    .replace(/(?<![\w$"])\d[\w.]*/g, '?')
    .replace(/\s+/g, ' ')
    .trim();

/**
 * Reads the first keyword of a statement in lower case, after whitespace, parentheses and comments. Block comments nest,
 * as in PostgreSQL: a check that ends one early would read another keyword than the server.
 */
export function readFirstKeyword(statement: string): string {
  let position = 0;
  for (let depth = 0; position < statement.length; ) {
    const pair = statement.slice(position, position + 2);
    if (pair === '/*') depth += 1;
    if (pair === '*/' && depth > 0) depth -= 1;
    else if (pair !== '/*' && depth === 0) {
      const skipped = /^(?:[\s(]+|--[^\r\n]*)/.exec(statement.slice(position))?.[0];
      if (skipped === undefined) break;
      position += skipped.length;
      continue;
    }
    position += pair === '/*' || pair === '*/' ? 2 : 1;
  }
  return /^[a-z_]+/i.exec(statement.slice(position))?.[0].toLowerCase() ?? '';
}

const fromStdin = /\bfrom\s+(stdin|program)\b/i;
const copyAnywhere = /(^|;)\s*copy\b[^;]*\bfrom\b[^;]*\b(stdin|program)\b/i;
const copyAlone = /^\s*copy\b[^;]*\bfrom\s+stdin\b[^;]*;?\s*$/i;

/** Detects COPY FROM STDIN or PROGRAM: none, a single statement that the session can serve, or one that it must reject. */
export function classifyCopy(statement: string): 'none' | 'alone' | 'refused' {
  // A cheap check first; comments can separate the keywords.
  if (!/\bcopy\b/i.test(statement) || !/\b(stdin|program)\b/i.test(statement)) return 'none';
  const keywords = maskLiterals(statement);
  if (!copyAnywhere.test(keywords) || !fromStdin.test(keywords)) return 'none';
  return copyAlone.test(keywords) ? 'alone' : 'refused';
}
