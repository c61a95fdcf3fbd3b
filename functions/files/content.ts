/** Bytes from a file's start that tell its type: a PDF may begin anywhere in its first 1024. */
export const signatureBytes = 1024;

const startsWith = (bytes: Uint8Array, signature: readonly number[], offset = 0): boolean =>
  signature.every((byte, index) => bytes[offset + index] === byte);

const ascii = (text: string): number[] => [...text].map((character) => character.charCodeAt(0));

/** The types that can be told by their first bytes. */
const signatures: Readonly<Record<string, (start: Uint8Array) => boolean>> = {
  'application/pdf': (start) => Buffer.from(start).includes('%PDF-'),
  'image/png': (start) => startsWith(start, [0x89, ...ascii('PNG\r\n'), 0x1a, 0x0a]),
  'image/jpeg': (start) => startsWith(start, [0xff, 0xd8, 0xff]),
  // 42 marks a TIFF and 43 a BigTIFF, in the order of bytes that the first two letters name.
  'image/tiff': (start) =>
    [0x2a, 0x2b].some(
      (mark) => startsWith(start, [...ascii('II'), mark, 0]) || startsWith(start, [...ascii('MM'), 0, mark]),
    ),
  // DICOM part 10: a preamble of 128 bytes, whatever they are, then the letters.
  'application/dicom': (start) => startsWith(start, ascii('DICM'), 128),
};

/** No text but UTF-16 has a NUL, and that one says so with a byte order mark. */
function isText(start: Uint8Array): boolean {
  const isUtf16 = startsWith(start, [0xff, 0xfe]) || startsWith(start, [0xfe, 0xff]);
  if (!isUtf16 && start.includes(0)) return false;
  // Of these, a text may mention but not begin with one.
  return !Object.values(signatures).some((matches) => matches(start.subarray(0, 8)));
}

/** Whether a file that begins so can be of the type. A type that has no mark of its own is taken at its word. */
export function matchesContentType(contentType: string, start: Uint8Array): boolean {
  if (contentType === 'text/plain') return isText(start);
  return signatures[contentType]?.(start) ?? true;
}

const extensions: Readonly<Record<string, string>> = {
  'application/pdf': '.pdf',
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'image/tiff': '.tiff',
  'application/dicom': '.dcm',
  'text/plain': '.txt',
};

/** A name to save a file under. Its own may hold a person's, and this one stands in a URL. */
export const buildDownloadName = (id: string, contentType: string): string => `${id}${extensions[contentType] ?? ''}`;
