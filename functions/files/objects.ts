/** The terms of an upload URL. The store accepts exactly this content under this key, until the URL expires. */
export interface UploadTerms {
  readonly key: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
  readonly validSeconds: number;
  readonly now: Date;
}

export interface PresignedUpload {
  readonly url: string;
  /** Part of the signature, so clients must send them unchanged. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface DownloadTerms {
  readonly key: string;
  readonly contentType: string;
  /** The name a browser saves the file under. It appears in the URL, so it must not identify the patient. */
  readonly fileName: string;
  readonly validSeconds: number;
  readonly now: Date;
}

export interface StoredObject {
  readonly contentType: string;
  readonly sizeBytes: number;
  /** Hexadecimal. Undefined if the store has no checksum. */
  readonly sha256: string | undefined;
}

/**
 * The store of file contents. Content never passes through a function: clients use presigned URLs. Every call throws
 * ObjectStoreError if the store is unreachable or too slow.
 */
export interface ObjectStore {
  presignUpload(terms: UploadTerms): Promise<PresignedUpload>;
  presignDownload(terms: DownloadTerms): Promise<string>;
  /** Returns the metadata of an object, or undefined if there is none. */
  inspect(key: string): Promise<StoredObject | undefined>;
  /** Returns the first bytes of an object. */
  readStart(key: string, bytes: number): Promise<Uint8Array>;
  /** Writes a small object that doesn't come from an upload. */
  write(key: string, contentType: string, content: Uint8Array): Promise<void>;
  /** Removes objects; the store keeps their content as older versions. Keys without an object are ignored. */
  remove(keys: readonly string[]): Promise<void>;
}

/** The object store is unreachable, overloaded or too slow. The same call may succeed later. */
export class ObjectStoreError extends Error {
  override readonly name = 'ObjectStoreError';
}
