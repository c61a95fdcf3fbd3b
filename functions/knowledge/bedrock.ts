/** Where Amazon Bedrock is. */
export interface BedrockEndpoint {
  readonly region: string;
  /** An emulator in Bedrock's place. */
  readonly endpoint?: string | undefined;
}

/** A call and its retries: Bedrock's quotas are met in bursts, and a short pause often is enough. */
const maximumAttempts = 3;

/** Loaded at the first use: most requests need no model, and the client costs a cold start its time. */
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

/** A quota of the account, which InvokeModel answers as a client's mistake. */
const quotaError = 'ServiceQuotaExceededException';

/** Whether the same call may succeed later; a refusal, or a model that isn't there, is a mistake of the deployment. */
export function isRetryable(error: unknown): boolean {
  if (error instanceof Error && error.name === quotaError) return true;
  const status = readHttpStatus(error);
  if (status !== undefined && status >= 300) return status >= 500 || status === 429 || status === 408 || status === 424;
  return error instanceof Error && (/^(Timeout|Abort)Error$/.test(error.name) || 'code' in error);
}
