export interface BedrockEndpoint {
  readonly region: string;
  /** Address of an emulator. */
  readonly endpoint?: string | undefined;
}

/** One call and its retries. Bedrock throttles bursts, and a short pause is often enough. */
const maximumAttempts = 3;

/** Loads the client at its first use: most requests need no model, and loading it slows a cold start. */
export async function loadBedrock({ region, endpoint }: BedrockEndpoint) {
  const { BedrockRuntimeClient, ConverseCommand, InvokeModelCommand } = await import('@aws-sdk/client-bedrock-runtime');
  const client = new BedrockRuntimeClient({
    region,
    ...(endpoint !== undefined && { endpoint }),
    maxAttempts: maximumAttempts,
  });
  return { client, ConverseCommand, InvokeModelCommand };
}

const readHttpStatus = (error: unknown): number | undefined =>
  (error as { $metadata?: { httpStatusCode?: number } } | null)?.$metadata?.httpStatusCode;

/** An account quota, which InvokeModel reports as a client error. */
const quotaError = 'ServiceQuotaExceededException';

/** Returns true if the same call can succeed later. A denied or missing model is a deployment error. */
export function isRetryable(error: unknown): boolean {
  if (error instanceof Error && error.name === quotaError) return true;
  const status = readHttpStatus(error);
  if (status !== undefined && status >= 300) return status >= 500 || status === 429 || status === 408 || status === 424;
  return error instanceof Error && (/^(Timeout|Abort)Error$/.test(error.name) || 'code' in error);
}
