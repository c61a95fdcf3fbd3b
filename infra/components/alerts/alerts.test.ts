import { describe, expect, it } from 'vitest';
import { findOnly, listByType, planProgram } from '../../../test/support/plan.js';
import { diffPlans } from '../../preview/difference.js';
import { buildKeyArn, testPlace } from '../testing.js';
import { Alerts } from './alerts.js';

const key = buildKeyArn('data');
const planned = (emails: readonly string[]) =>
  planProgram(() => {
    new Alerts('alerts', { place: testPlace, dataKeyArn: key, emails });
  });

describe('the alerts topic', () => {
  it('is encrypted and accepts messages only from AWS services of this account', async () => {
    const plan = await planned([]);
    expect(findOnly(plan, 'aws:sns/topic:Topic').inputs).toEqual({
      name: 'healthcare-backend-test-alerts',
      kmsMasterKeyId: key,
    });
    const arn = 'arn:aws:sns:us-east-1:123456789012:healthcare-backend-test-alerts';
    const { inputs } = findOnly(plan, 'aws:sns/topicPolicy:TopicPolicy');
    expect(inputs.arn).toBe(arn);
    expect(JSON.parse(String(inputs.policy)).Statement).toEqual([
      {
        Sid: 'Publishers',
        Effect: 'Allow',
        Principal: { Service: ['cloudwatch.amazonaws.com', 'budgets.amazonaws.com', 'costalerts.amazonaws.com'] },
        Action: 'sns:Publish',
        Resource: arn,
        Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
      },
      {
        Sid: 'OnlyTls',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sns:Publish',
        Resource: arn,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]);
    expect(listByType(plan, 'aws:sns/topicSubscription:TopicSubscription')).toEqual([]);
  });

  it('subscribes each email address', async () => {
    const subscriptions = listByType(
      await planned(['ada@clinic.example', 'bob@clinic.example']),
      'aws:sns/topicSubscription:TopicSubscription',
    );
    expect(subscriptions.map(({ name }) => name)).toEqual([
      'alerts-email-ada@clinic.example',
      'alerts-email-bob@clinic.example',
    ]);
    const topic = 'arn:aws:sns:us-east-1:123456789012:healthcare-backend-test-alerts';
    expect(subscriptions.map(({ inputs }) => inputs)).toEqual([
      { topic, protocol: 'email', endpoint: 'ada@clinic.example' },
      { topic, protocol: 'email', endpoint: 'bob@clinic.example' },
    ]);
  });

  it('keeps the other subscriptions when one address is removed', async () => {
    const before = await planned(['ada@clinic.example', 'bob@clinic.example']);
    const { created, changed, deleted } = diffPlans(await planned(['bob@clinic.example']), before);
    expect([created, changed]).toEqual([[], []]);
    expect(deleted.map(({ inputs }) => inputs.endpoint)).toEqual(['ada@clinic.example']);
  });
});
