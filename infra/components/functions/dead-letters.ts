import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface DeadLettersArgs {
  readonly keyArn: pulumi.Input<string>;
}

/** The longest that SQS keeps a message: time to find out why and to send it again. */
const retentionSeconds = 14 * 24 * 60 * 60;

/** The events that a function could not work off, whoever sent them. */
export class DeadLetters extends pulumi.ComponentResource {
  readonly queueArn: pulumi.Output<string>;
  readonly queueName: pulumi.Output<string>;

  constructor(name: string, { keyArn }: DeadLettersArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:functions:DeadLetters', name, {}, opts);
    const queue = new aws.sqs.Queue(
      `${name}-queue`,
      { kmsMasterKeyId: keyArn, messageRetentionSeconds: retentionSeconds },
      { parent: this },
    );
    this.requireTls(name, queue);
    this.queueArn = queue.arn;
    this.queueName = queue.name;
    this.registerOutputs({ queueArn: this.queueArn });
  }

  private requireTls(name: string, queue: aws.sqs.Queue): void {
    const document: aws.iam.PolicyDocument = {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'OnlyTls',
          Effect: 'Deny',
          Principal: '*',
          Action: 'sqs:*',
          Resource: queue.arn,
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    };
    new aws.sqs.QueuePolicy(
      `${name}-policy`,
      { queueUrl: queue.id, policy: pulumi.jsonStringify(document) },
      { parent: this },
    );
  }
}
