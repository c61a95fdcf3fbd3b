import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { Component, denyPlaintext, toPolicyDocument } from '../component.js';
import type { Place } from '../place.js';

export interface AlertsArgs {
  readonly place: Place;
  readonly dataKeyArn: pulumi.Input<string>;
  /** Subscribers. AWS sends each a confirmation mail first. */
  readonly emails: readonly string[];
}

/** The AWS services that can publish to the topic. */
const publishers = ['cloudwatch', 'budgets', 'costalerts'] as const;

/** The encrypted topic that alarms, budgets and the cost anomaly monitor publish to. Nothing else can. */
export class Alerts extends Component<AlertsArgs> {
  readonly topicArn: pulumi.Output<string>;

  constructor(name: string, args: AlertsArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:alerts:Alerts', name, args, opts);
    const topic = this.createTopic();
    const policy = this.allowPublishers(topic);
    this.subscribe(topic);
    // The policy's ARN is the topic's. AWS rejects anomaly subscriptions until it can publish to their topic.
    this.topicArn = policy.arn;
    this.registerOutputs({ topicArn: this.topicArn });
  }

  private createTopic(): aws.sns.Topic {
    return new aws.sns.Topic(
      `${this.name}-topic`,
      { name: `${this.namePrefix}-alerts`, kmsMasterKeyId: this.args.dataKeyArn },
      { parent: this },
    );
  }

  private allowPublishers({ arn }: aws.sns.Topic): aws.sns.TopicPolicy {
    const policy = toPolicyDocument([
      {
        Sid: 'Publishers',
        Effect: 'Allow',
        Principal: { Service: publishers.map((service) => `${service}.amazonaws.com`) },
        Action: 'sns:Publish',
        Resource: arn,
        Condition: { StringEquals: { 'aws:SourceAccount': this.args.place.accountId } },
      },
      denyPlaintext('sns:Publish', arn),
    ]);
    return new aws.sns.TopicPolicy(
      `${this.name}-policy`,
      { arn, policy: pulumi.jsonStringify(policy) },
      { parent: this },
    );
  }

  /**
   * Subscriptions are named by address. If they were named by position, removing one would recreate those after it; SNS
   * would return their existing subscriptions, which Pulumi would then delete under the old names.
   */
  private subscribe({ arn }: aws.sns.Topic): void {
    for (const [index, endpoint] of this.args.emails.entries()) {
      new aws.sns.TopicSubscription(
        `${this.name}-email-${endpoint}`,
        { topic: arn, protocol: 'email', endpoint },
        { parent: this, aliases: [{ name: `${this.name}-email-${index + 1}` }] },
      );
    }
  }
}
