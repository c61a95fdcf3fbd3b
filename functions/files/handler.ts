import { FilesEnvironment, parseEnvironment } from '../../config/environment.js';
import { createApp } from '../http/app.js';
import { createHandler } from '../http/lambda.js';
import { createServices } from '../http/services.js';
import { createFilesRouter } from './routes.js';
import { createS3ObjectStore } from './s3.js';

const rules = parseEnvironment(FilesEnvironment, process.env);
const objects = createS3ObjectStore({
  bucket: rules.FILES_BUCKET,
  region: rules.AWS_REGION,
  kmsKeyArn: rules.FILES_KMS_KEY_ARN,
  endpoint: rules.AWS_ENDPOINT_URL,
});

export const handler = createHandler(createApp(createServices(process.env), createFilesRouter({ objects, rules })));
