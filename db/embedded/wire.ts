/** A message of PostgreSQL's protocol, version 3: https://www.postgresql.org/docs/17/protocol-message-formats.html. */
export interface Frame {
  /** One ASCII character. */
  readonly type: string;
  /** The whole message, including type and length. */
  readonly bytes: Buffer;
}

/** A longer message is treated as invalid. */
export const maximumFrameBytes = 64 * 1024 * 1024;

export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

/**
 * Reads the complete frames at the start of a buffer.
 * @returns the frames, and the length of the next one as far as it is known
 * @throws ProtocolError for an invalid length
 */
export function readFrames(buffer: Buffer, maximumBytes = maximumFrameBytes): { frames: Frame[]; neededBytes: number } {
  const frames: Frame[] = [];
  let offset = 0;
  let neededBytes = 5;
  while (offset + 5 <= buffer.length) {
    const length = buffer.readInt32BE(offset + 1);
    if (length < 4 || length > maximumBytes) throw new ProtocolError('invalid message length');
    neededBytes = 1 + length;
    if (offset + neededBytes > buffer.length) break;
    frames.push({
      type: String.fromCharCode(buffer[offset] ?? 0),
      bytes: buffer.subarray(offset, offset + neededBytes),
    });
    offset += neededBytes;
    neededBytes = 5;
  }
  return { frames, neededBytes };
}

export function buildFrame(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(5);
  head.write(type, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

export const encodeCString = (value: string): Buffer => Buffer.from(`${value}\0`);

export const syncFrame = buildFrame('S');

/** An ErrorResponse after which the connection ends. */
export const buildFatalError = (code: string, message: string): Buffer =>
  buildFrame(
    'E',
    encodeCString('SFATAL'),
    encodeCString('VFATAL'),
    encodeCString(`C${code}`),
    encodeCString(`M${message}`),
    Buffer.from([0]),
  );

/** Checks a reply for an error or a rollback. */
export const isRolledBack = (answer: Buffer): boolean =>
  readFrames(answer, Number.POSITIVE_INFINITY).frames.some(
    ({ type, bytes }) => type === 'E' || (type === 'C' && bytes.toString('latin1', 5) === 'ROLLBACK\0'),
  );

/** Reads the transaction status from the ReadyForQuery at the end of a reply: idle, in a transaction, or failed. */
export function readReadyStatus(answer: Buffer): 'I' | 'T' | 'E' | undefined {
  // ReadyForQuery is six bytes: type, a length of five, status.
  if (answer.length < 6 || answer[answer.length - 6] !== 0x5a || answer.readInt32BE(answer.length - 5) !== 5)
    return undefined;
  return String.fromCharCode(answer[answer.length - 1] ?? 0) as 'I' | 'T' | 'E';
}

function readNameAt(bytes: Buffer, offset: number): { name: string; end: number } {
  const end = bytes.indexOf(0, offset);
  if (end < 0) throw new ProtocolError('invalid string in message');
  return { name: bytes.toString('latin1', offset, end), end };
}

/**
 * Prefixes the statement name in Parse, Bind, Describe and Close, so that names of different sessions don't clash in the
 * shared backend. Unnamed statements stay unnamed.
 */
export function prefixStatement({ type, bytes }: Frame, prefix: string): { bytes: Buffer; parsedName?: string } {
  let offset = 5;
  if (type === 'B') offset = readNameAt(bytes, 5).end + 1;
  else if (type === 'D' || type === 'C') {
    if (bytes[5] !== 0x53) return { bytes };
    offset = 6;
  } else if (type !== 'P') return { bytes };
  const { name } = readNameAt(bytes, offset);
  if (name === '') return { bytes };
  const renamed = Buffer.concat([bytes.subarray(0, offset), Buffer.from(prefix), bytes.subarray(offset)]);
  renamed.writeInt32BE(renamed.length - 1, 1);
  return { bytes: renamed, ...(type === 'P' && { parsedName: prefix + name }) };
}

/** The SQL text of a Query or Parse message. */
export function readStatement({ type, bytes }: Frame): string | undefined {
  if (type !== 'Q' && type !== 'P') return undefined;
  const findEnd = (offset: number) => {
    const end = bytes.indexOf(0, offset);
    return end < 0 ? bytes.length : end;
  };
  const start = type === 'Q' ? 5 : findEnd(5) + 1;
  return bytes.toString('utf8', start, findEnd(start));
}

export function replaceStatement({ type, bytes }: Frame, statement: string): Frame {
  const parts =
    type === 'P'
      ? [encodeCString(readNameAt(bytes, 5).name), encodeCString(statement), Buffer.alloc(2)]
      : [encodeCString(statement)];
  return { type, bytes: buildFrame(type, ...parts) };
}

/** Asks the client for the data of a COPY before the backend has seen it. It describes no columns, because no driver reads them. */
export const buildCopyInResponse = (statement: string): Buffer =>
  buildFrame('G', Buffer.from([/\bbinary\b/i.test(statement) ? 1 : 0, 0, 0]));

/** Removes the request for data from the reply to a COPY, because the client already has one. */
export function stripCopyInResponse(answer: Buffer): Buffer {
  return answer[0] === 0x47 ? answer.subarray(1 + answer.readInt32BE(1)) : answer;
}
