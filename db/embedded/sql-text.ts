/** Where text can't be a keyword: comments, literals, quoted names, dollar quotes. */
const notKeywords =
  /--[^\n]*|\/\*[\s\S]*?\*\/|\be'(?:[^'\\]|\\[\s\S])*'|'[^']*'|"[^"]*"|(\$(?:[a-z_]\w*)?\$)[\s\S]*?\1/gi;

const isComment = (skipped: string): boolean => /^[-/]/.test(skipped);

/** A statement without its comments. */
export const stripComments = (statement: string): string =>
  statement.replace(notKeywords, (skipped) => (isComment(skipped) ? ' ' : skipped)).trim();

/** A statement in which literals and quoted names are an `x`, so that what is left can be searched for keywords. */
export const maskLiterals = (statement: string): string =>
  statement.replace(notKeywords, (skipped) => (isComment(skipped) ? ' ' : ' x '));
