/**
 * Control and format characters that hide text or change its order. A joiner between two letters of a script that needs it
 * stays.
 */
const hiddenCharacters =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u061C\u115F\u1160\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFB\u{E0000}-\u{E0FFF}]|\u034F|(?<![^\u0000-\u007F])[\u200C\u200D]|[\u200C\u200D](?![^\u0000-\u007F])/gu;

/** HTML's names of the characters that Markdown, HTML and addresses are made of. */
const namedEntities: Readonly<Record<string, string>> = {
  ...{ amp: '&', AMP: '&', lt: '<', LT: '<', gt: '>', GT: '>', quot: '"', QUOT: '"', apos: "'", nbsp: ' ' },
  ...{ excl: '!', num: '#', percnt: '%', lpar: '(', rpar: ')', sol: '/', bsol: '\\', colon: ':', period: '.' },
  ...{ lsqb: '[', lbrack: '[', rsqb: ']', rbrack: ']', lcub: '{', rcub: '}', grave: '`', commat: '@', quest: '?' },
  ...{ equals: '=', semi: ';', Tab: ' ', NewLine: '\n', ZeroWidthSpace: '', shy: '', hyphen: '-', lowbar: '_' },
};

function decodeEntity(entity: string, decimal?: string, hexadecimal?: string, name?: string): string {
  if (name !== undefined) return Object.hasOwn(namedEntities, name) ? (namedEntities[name] ?? entity) : entity;
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

/** Repeats a replacement until it changes nothing, so that its result can't combine into what it replaces. */
function untilStable(text: string, replace: (text: string) => string): string {
  for (let current = text; ; ) {
    const next = replace(current);
    if (next === current) return current;
    current = next;
  }
}

/** Decodes entities, the way a renderer would, and removes hidden characters, which can hide entities from a check. */
const reveal = (text: string): string =>
  text
    .replace(hiddenCharacters, '')
    .replace(
      /&(?:#0*(\d{1,7});?|#[xX]0*([0-9a-fA-F]{1,6});?|(amp|AMP|lt|LT|gt|GT|quot|QUOT)(?![a-z=]);?|([A-Za-z]{2,31});)/g,
      (entity, decimal, hexadecimal, legacy, name) => decodeEntity(entity, decimal, hexadecimal, legacy ?? name),
    );

/** Takes the place of an address with a scheme. Without brackets, which could become part of a link. */
const removedLink = '(link removed)';

const addressWithScheme = /[a-z][a-z0-9+.-]{0,30}:(?:\/\/|\\\\|\/\\|\\\/)+(?=[^\s/\\])[^\s<>"')\]]*/giu;

/** Schemes that need no slashes and that browsers act on. */
const schemePattern =
  /(?<![a-z0-9])((?:javascript|vbscript|livescript|data|file|blob|about|filesystem|view-source|intent|ms-[a-z-]+|slack|tel|sms|facetime|skype|callto|magnet|ftp|https?)\s*:)(?=\S)/giu;

/** Hosts that renderers turn into links: www, common endings and those of countries, and any host with a path. */
const hostPatterns = [
  /www\.(?=\S)/giu,
  /(?<![\p{L}\p{N}_-]|[\p{L}\p{N}._-]@|[\p{L}\p{N}_-]\.)(?:[\p{L}\p{N}_-]+\.)+\p{L}{2,24}(?=(?::\d+)?[/?#])/giu,
  /(?<![\p{L}\p{N}_-]|[\p{L}\p{N}._-]@|[\p{L}\p{N}_-]\.)(?:[\p{L}\p{N}_-]+\.)+(?:[a-z]{2}|xn--[a-z0-9-]+|com|net|org|edu|gov|mil|int|info|biz|dev|app|xyz|top|site|online|cloud|link|click|pro|web|xxx|aero|asia|coop|museum|name|shop|example|test|localhost|internal|onion|рф)(?![\p{L}\p{N}_-]|@[\p{L}\p{N}-]+\.|\.\p{L})/giu,
  /(?<![\p{L}\p{N}@._-])(?:\d{1,3}\.){3}\d{1,3}(?=(?::\d+)?[/?#])/gu,
];

/**
 * Takes links out of text. Only an address with a scheme is removed. Anything else that a renderer would take for one is
 * broken apart with a space and keeps its letters, because it can be a finding: "Allergic to penicillin.It causes a rash".
 */
const withoutAddresses = (text: string): string =>
  hostPatterns.reduce(
    (left, pattern) => left.replace(pattern, (host) => host.replaceAll('.', '. ')),
    text
      .replace(addressWithScheme, removedLink)
      .replace(schemePattern, '$1 ')
      .replace(/\/{2,}(?=[^\s/])/g, (slashes) => [...slashes, ''].join(' ')),
  );

const isCitation = (text: string): boolean => /^\s*\d+(?:\s*,\s*\d+)*\s*$/.test(text);

/** Returns true for the target of a link. A remark in parentheses is none, as in "[rash](2019)". */
const isTarget = (text: string): boolean => /^\s*$|^\s*<|[/:#\\]|\.\p{L}/u.test(text);

/** Replaces images and links by their text. A citation keeps its brackets. */
const unlink = (text: string): string =>
  text.replace(/(!*)\[([^[\]]*)\]\(((?:[^()]|\([^()]*\))*)\)/g, (_link, image, label, target) => {
    const shown = isCitation(label) ? `[${label}]` : label;
    return image === '' && !isTarget(target) ? `${shown} (${target})` : shown;
  });

/**
 * Turns text that a model, a document or a person wrote into text without active content: in Markdown and in HTML, it has
 * no images, tags, links, link definitions and addresses, and nothing in it is hidden. Citations such as `[1]` and email
 * addresses stay. Sanitizing twice changes nothing more.
 */
export function toPlainText(text: string): string {
  return untilStable(text, (current) => {
    const shown = untilStable(untilStable(current, reveal), unlink);
    return (
      withoutAddresses(shown)
        .replace(/mailto:/gi, '')
        // What is left of broken syntax: a tag, an image, a link or a definition.
        .replace(/<(?=[\p{L}/!?])/gu, '< ')
        .replace(/!+(?=\[)/g, '')
        .replace(/\](?=[(:])/g, '] ')
        .replace(/&(?=#|[A-Za-z]+;)/g, '& ')
    );
  });
}
