import { type ObjectStore, ObjectStoreError } from './objects.js';

export interface S3Settings {
  readonly bucket: string;
  readonly region: string;
  /** The key to encrypt objects with. Defaults to the bucket's key. */
  readonly kmsKeyArn?: string | undefined;
  /** The URL of an S3 emulator. */
  readonly endpoint?: string | undefined;
  /** Maximum time for one call with its retry, in milliseconds. */
  readonly timeoutMilliseconds?: number;
}

/** Shorter than the idle limit of a transaction, so that a slow store fails the request but not the connection. */
const defaultTimeoutMilliseconds = 4_000;

/** Loads the client on first use: most requests don't need it, and it would slow the cold start. */
async function loadClient({ region, endpoint }: S3Settings) {
  const [sdk, { getSignedUrl }] = await Promise.all([
    import('@aws-sdk/client-s3'),
    import('@aws-sdk/s3-request-presigner'),
  ]);
  const client = new sdk.S3Client({
    region,
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    maxAttempts: 2,
    // We read ranges, which have no checksum, or sign URLs that others fetch.
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  return { ...sdk, client, getSignedUrl };
}

const toBase64 = (hexadecimal: string): string => Buffer.from(hexadecimal, 'hex').toString('base64');
const toHexadecimal = (base64: string): string => Buffer.from(base64, 'base64').toString('hex');

const readHttpStatus = (error: unknown): number | undefined =>
  (error as { $metadata?: { httpStatusCode?: number } } | null)?.$metadata?.httpStatusCode;

/** Returns true if the same call may succeed later. A denied request or a missing bucket is a deployment error. */
function isRetryable(error: unknown): boolean {
  const status = readHttpStatus(error);
  if (status !== undefined && status >= 300) return status >= 500 || status === 429 || status === 408;
  if (!(error instanceof Error)) return false;
  return /^(Timeout|Abort)Error$/.test(error.name) || typeof (error as { code?: unknown }).code === 'string';
}

/**
 * Creates a store in the clinic's bucket. A presigned URL is valid no longer than the credentials that signed it, which
 * may expire before the URL does. S3 then rejects it and the client requests another.
 */
export function createS3ObjectStore(settings: S3Settings): ObjectStore {
  const { bucket: Bucket, kmsKeyArn, timeoutMilliseconds = defaultTimeoutMilliseconds } = settings;
  let loading: ReturnType<typeof loadClient> | undefined;
  const loadOnce = () => {
    loading ??= loadClient(settings);
    return loading;
  };
  const encryption =
    kmsKeyArn === undefined ? {} : { ServerSideEncryption: 'aws:kms' as const, SSEKMSKeyId: kmsKeyArn };

  /** Makes one call with its deadline. */
  async function call<Output>(
    send: (sdk: Awaited<ReturnType<typeof loadClient>>, options: { abortSignal: AbortSignal }) => Promise<Output>,
  ): Promise<Output> {
    try {
      return await send(await loadOnce(), { abortSignal: AbortSignal.timeout(timeoutMilliseconds) });
    } catch (cause) {
      if (!isRetryable(cause)) throw cause;
      throw new ObjectStoreError('The bucket did not answer as expected.', { cause });
    }
  }

  return {
    async presignUpload({ key: Key, contentType, sizeBytes, sha256, validSeconds, now }) {
      const headers = {
        'Content-Type': contentType,
        'x-amz-checksum-sha256': toBase64(sha256),
        ...(kmsKeyArn !== undefined && {
          'x-amz-server-side-encryption': 'aws:kms',
          'x-amz-server-side-encryption-aws-kms-key-id': kmsKeyArn,
        }),
      };
      const url = await call(({ client, getSignedUrl, PutObjectCommand }) =>
        getSignedUrl(
          client,
          new PutObjectCommand({
            Bucket,
            Key,
            ContentType: contentType,
            ContentLength: sizeBytes,
            ChecksumSHA256: toBase64(sha256),
            ...encryption,
          }),
          {
            expiresIn: validSeconds,
            signingDate: now,
            // By default the signer doesn't sign the type, and moves the checksum into the query string.
            signableHeaders: new Set(['content-type']),
            unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
          },
        ),
      );
      return { url, headers };
    },

    presignDownload: ({ key: Key, contentType, fileName, validSeconds, now }) =>
      call(({ client, getSignedUrl, GetObjectCommand }) =>
        getSignedUrl(
          client,
          new GetObjectCommand({
            Bucket,
            Key,
            ResponseContentType: contentType,
            ResponseContentDisposition: `attachment; filename="${fileName}"`,
            ResponseCacheControl: 'no-store',
          }),
          { expiresIn: validSeconds, signingDate: now },
        ),
      ),

    inspect: (Key) =>
      call(async ({ client, HeadObjectCommand }, options) => {
        const command = new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' });
        // S3 reports a missing key as 404 only to a principal that can list the bucket.
        const head = await client.send(command, options).catch((error) => {
          if (readHttpStatus(error) === 404) return undefined;
          throw error;
        });
        return (
          head && {
            contentType: head.ContentType ?? '',
            sizeBytes: head.ContentLength ?? 0,
            sha256: head.ChecksumSHA256 === undefined ? undefined : toHexadecimal(head.ChecksumSHA256),
          }
        );
      }),

    readStart: (Key, bytes) =>
      call(async ({ client, GetObjectCommand }, options) => {
        const { Body } = await client.send(
          new GetObjectCommand({ Bucket, Key, Range: `bytes=0-${bytes - 1}` }),
          options,
        );
        if (Body === undefined) throw new Error('The object has no body.');
        return Body.transformToByteArray();
      }),

    write: (Key, ContentType, content) =>
      call(async ({ client, PutObjectCommand }, options) => {
        const command = {
          Bucket,
          Key,
          ContentType,
          Body: content,
          ChecksumAlgorithm: 'SHA256' as const,
          ...encryption,
        };
        await client.send(new PutObjectCommand(command), options);
      }),

    remove: (keys) =>
      call(async ({ client, DeleteObjectsCommand }, options) => {
        const Objects = keys.map((Key) => ({ Key }));
        const { Errors = [] } = await client.send(
          new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
          options,
        );
        if (Errors.length > 0)
          throw new ObjectStoreError(`The bucket did not remove ${Errors.length} objects: ${Errors[0]?.Code}`);
      }),
  };
}
