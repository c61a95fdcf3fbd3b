/** What an upload is bound to: the store takes exactly this under exactly this key, and nothing after the time given. */
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
  /** Must be sent as they are; they are signed with the URL. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface DownloadTerms {
  readonly key: string;
  readonly contentType: string;
  /** What a browser saves it as; it stands in the URL, so it may not tell anything of the patient. */
  readonly fileName: string;
  readonly validSeconds: number;
  readonly now: Date;
}

export interface StoredObject {
  readonly contentType: string;
  readonly sizeBytes: number;
  /** Hexadecimal; undefined where the store has none. */
  readonly sha256: string | undefined;
}

/**
 * Where the bytes of files are. They never pass through a function: clients send and fetch them by presigned URLs.
 * Every call throws ObjectStoreError where the store is out of reach or has no time.
 */
export interface ObjectStore {
  presignUpload(terms: UploadTerms): Promise<PresignedUpload>;
  presignDownload(terms: DownloadTerms): Promise<string>;
  /** What is stored under a key, or undefined. */
  inspect(key: string): Promise<StoredObject | undefined>;
  /** The first bytes of an object. */
  readStart(key: string, bytes: number): Promise<Uint8Array>;
  /** Stores a small object that did not come by an upload. */
  write(key: string, contentType: string, content: Uint8Array): Promise<void>;
  /** Takes objects out of reach; the store keeps their bytes as older versions. A key without an object is no error. */
  remove(keys: readonly string[]): Promise<void>;
}

/** The object store is out of reach, overloaded or too slow; the same call may succeed later. */
export class ObjectStoreError extends Error {
  override readonly name = 'ObjectStoreError';
}
