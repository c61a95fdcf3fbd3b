import * as pulumi from '@pulumi/pulumi';
import { expect, it } from 'vitest';
import { only, planOf } from '../testing.js';
import { Observability } from './observability.js';

interface Widget {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: { readonly title: string; readonly metrics: string[][]; readonly region: string };
}

it('shows every API, every function and the cluster, in graphs that lie side by side', async () => {
  const plan = await planOf(() => {
    new Observability('observability', {
      region: 'eu-central-1',
      namePrefix: 'clinic-test',
      database: { clusterIdentifier: pulumi.output('cluster-1') },
      functions: ['clinic-patients', 'clinic-files'].map((name) => ({ functionName: pulumi.output(name) })),
      apis: ['people', 'machines'].map((id) => ({ apiId: pulumi.output(id) })),
    });
  });
  const { inputs } = only(plan, 'aws:cloudwatch/dashboard:Dashboard');
  expect(inputs.dashboardName).toBe('clinic-test');
  const { widgets } = JSON.parse(String(inputs.dashboardBody)) as { widgets: Widget[] };
  expect(widgets).toHaveLength(12);
  for (const { width, x, properties } of widgets) {
    expect(x + width).toBeLessThanOrEqual(24);
    expect(properties.region).toBe('eu-central-1');
    const [namespace] = properties.metrics[0] ?? [];
    const watched = properties.metrics.map((metric) => metric[3]);
    expect([...new Set(watched)]).toEqual(
      {
        'AWS/ApiGateway': ['people', 'machines'],
        'AWS/Lambda': ['clinic-patients', 'clinic-files'],
        'AWS/RDS': ['cluster-1'],
      }[String(namespace)],
    );
  }
  const corners = widgets.map(({ x, y }) => `${x},${y}`);
  expect(new Set(corners).size).toBe(widgets.length);
});
