import type { FileRules, FilesEnvironment } from '../../config/environment.js';
import type { ObjectStore } from './objects.js';
import { createS3ObjectStore } from './s3.js';

/** What the operations on files work with besides what every operation has. */
export interface FileServices {
  readonly objects: ObjectStore;
  readonly rules: FileRules;
}

/** The clinic's bucket in Lambda, from the function's environment variables. */
export function createFileServices(environment: FilesEnvironment): FileServices {
  const { FILES_BUCKET: bucket, AWS_REGION: region } = environment;
  const { FILES_KMS_KEY_ARN: kmsKeyArn, AWS_ENDPOINT_URL: endpoint } = environment;
  return { objects: createS3ObjectStore({ bucket, region, kmsKeyArn, endpoint }), rules: environment };
}
