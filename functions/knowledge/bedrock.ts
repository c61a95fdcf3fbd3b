export interface BedrockModel {
  /** The id of a model or an inference profile. */
  readonly modelId: string;
  readonly region: string;
  /** Address of an emulator. */
  readonly endpoint?: string | undefined;
}

/** One call and its retries. Bedrock throttles bursts, and a short pause is often enough. */
const maximumAttempts = 3;

async function loadBedrock({ region, endpoint }: BedrockModel) {
  const { BedrockRuntimeClient, ConverseCommand, InvokeModelCommand } = await import('@aws-sdk/client-bedrock-runtime');
  const client = new BedrockRuntimeClient({
    region,
    ...(endpoint !== undefined && { endpoint }),
    maxAttempts: maximumAttempts,
  });
  return { client, ConverseCommand, InvokeModelCommand };
}

/** Returns true if the same call can succeed later. A denied or missing model is a deployment error. */
function isRetryable(error: unknown): boolean {
  // An account quota, which InvokeModel reports as a client error.
  if (error instanceof Error && error.name === 'ServiceQuotaExceededException') return true;
  const status = (error as { $metadata?: { httpStatusCode?: number } } | null)?.$metadata?.httpStatusCode;
  if (status !== undefined && status >= 300) return status >= 500 || status === 429 || status === 408 || status === 424;
  return error instanceof Error && (/^(Timeout|Abort)Error$/.test(error.name) || 'code' in error);
}

/**
 * Creates a function that calls a model. It loads the client at the first call: most requests need no model, and loading it
 * slows a cold start.
 * @param Failure thrown if the model did not answer and a retry can succeed
 */
export function createBedrockCaller(
  model: BedrockModel,
  Failure: new (message: string, options: ErrorOptions) => Error,
) {
  let loading: ReturnType<typeof loadBedrock> | undefined;
  return async <Result>(
    call: (bedrock: Awaited<ReturnType<typeof loadBedrock>>) => Promise<Result>,
  ): Promise<Result> => {
    loading ??= loadBedrock(model);
    // A client that can't be loaded is a packaging error, not an unavailable model.
    const bedrock = await loading;
    try {
      return await call(bedrock);
    } catch (cause) {
      if (!isRetryable(cause)) throw cause;
      throw new Failure(`${model.modelId} did not answer.`, { cause });
    }
  };
}
