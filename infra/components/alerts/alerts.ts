import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { Place } from '../place.js';

export interface AlertsArgs extends Place {
  /** Names the topic; its policy must name the topic's alarms. */
  readonly namePrefix: string;
  readonly dataKeyArn: pulumi.Input<string>;
  /** Who gets a mail; AWS asks each of them first. */
  readonly emails: readonly string[];
}

/** Services that tell of something, and of what of theirs; a topic takes messages from nobody else. */
const publishers = ['cloudwatch', 'budgets', 'costalerts'] as const;

/** Where everything goes that somebody should look at: alarms, budgets, unusual costs. */
export class Alerts extends pulumi.ComponentResource {
  readonly topicArn: pulumi.Output<string>;

  constructor(name: string, args: AlertsArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:alerts:Alerts', name, {}, opts);
    const topic = new aws.sns.Topic(
      `${name}-topic`,
      { name: `${args.namePrefix}-alerts`, kmsMasterKeyId: args.dataKeyArn },
      { parent: this },
    );
    const policy = this.allowPublishers(name, topic, args);
    // Named by the address: by their place in the list, whoever follows one that is taken out would be subscribed, which
    // SNS answers with the subscription that there is, and then unsubscribed with the name that is gone.
    for (const [index, endpoint] of args.emails.entries()) {
      new aws.sns.TopicSubscription(
        `${name}-email-${endpoint}`,
        { topic: topic.arn, protocol: 'email', endpoint },
        { parent: this, aliases: [{ name: `${name}-email-${index + 1}` }] },
      );
    }
    // By way of the policy: AWS refuses subscriptions to unusual costs while it may not write to their topic.
    this.topicArn = policy.arn;
    this.registerOutputs({ topicArn: this.topicArn });
  }

  private allowPublishers(name: string, topic: aws.sns.Topic, { accountId }: AlertsArgs): aws.sns.TopicPolicy {
    return new aws.sns.TopicPolicy(
      `${name}-policy`,
      {
        arn: topic.arn,
        policy: pulumi.jsonStringify({
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'Publishers',
              Effect: 'Allow',
              Principal: { Service: publishers.map((service) => `${service}.amazonaws.com`) },
              Action: 'sns:Publish',
              Resource: topic.arn,
              Condition: { StringEquals: { 'aws:SourceAccount': accountId } },
            },
            {
              Sid: 'OnlyTls',
              Effect: 'Deny',
              Principal: '*',
              Action: 'sns:Publish',
              Resource: topic.arn,
              Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            },
          ],
        }),
      },
      { parent: this },
    );
  }
}
