/** Text that can't contain keywords: comments, literals, quoted names, dollar quotes. */
const notKeywords =
  /--[^\n]*|\/\*[\s\S]*?\*\/|\be'(?:[^'\\]|\\[\s\S])*'|'[^']*'|"[^"]*"|(\$(?:[a-z_]\w*)?\$)[\s\S]*?\1/gi;

const isComment = (skipped: string): boolean => /^[-/]/.test(skipped);

export const stripComments = (statement: string): string =>
  statement.replace(notKeywords, (skipped) => (isComment(skipped) ? ' ' : skipped)).trim();

/** Replaces literals and quoted names with `x`, so that only keywords match a search. */
const maskLiterals = (statement: string): string =>
  statement.replace(notKeywords, (skipped) => (isComment(skipped) ? ' ' : ' x '));

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
