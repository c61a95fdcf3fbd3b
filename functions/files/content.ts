/** Bytes from the start of a file that identify its type. A PDF header can be anywhere in the first 1024 bytes. */
export const signatureBytes = 1024;

const startsWith = (bytes: Uint8Array, signature: readonly number[], offset = 0): boolean =>
  signature.every((byte, index) => bytes[offset + index] === byte);

const ascii = (text: string): number[] => [...text].map((character) => character.charCodeAt(0));

/** File types with a recognizable signature. */
const signatures: Readonly<Record<string, (start: Uint8Array) => boolean>> = {
  'application/pdf': (start) => Buffer.from(start).includes('%PDF-'),
  'image/png': (start) => startsWith(start, [0x89, ...ascii('PNG\r\n'), 0x1a, 0x0a]),
  'image/jpeg': (start) => startsWith(start, [0xff, 0xd8, 0xff]),
  // 42 marks a TIFF and 43 a BigTIFF, in the byte order that the first two letters name.
  'image/tiff': (start) =>
    [0x2a, 0x2b].some(
      (mark) => startsWith(start, [...ascii('II'), mark, 0]) || startsWith(start, [...ascii('MM'), 0, mark]),
    ),
  // DICOM part 10: a preamble of 128 arbitrary bytes, then the letters.
  'application/dicom': (start) => startsWith(start, ascii('DICM'), 128),
};

/** Only UTF-16 text contains NUL bytes, and it starts with a byte order mark. */
function isText(start: Uint8Array): boolean {
  const isUtf16 = startsWith(start, [0xff, 0xfe]) || startsWith(start, [0xfe, 0xff]);
  if (!isUtf16 && start.includes(0)) return false;
  // Text may mention a signature, but can't start with one.
  return !Object.values(signatures).some((matches) => matches(start.subarray(0, 8)));
}

/** Returns true if a file with this start can have the type. Types without a signature are accepted as declared. */
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

/** Returns a file name for a download URL. The original name may contain a person's name. */
export const buildDownloadName = (id: string, contentType: string): string => `${id}${extensions[contentType] ?? ''}`;
