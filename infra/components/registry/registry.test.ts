import { describe, expect, it } from 'vitest';
import { findOnly, planProgram } from '../../../test/support/plan.js';
import { buildKeyArn } from '../testing.js';
import { Registry } from './registry.js';

const keyArn = buildKeyArn('data');

describe('the registry', () => {
  it('scans on push, overwrites nothing, keeps the last images, encrypted', async () => {
    const plan = await planProgram(
      () => new Registry('registry', { dataKeyArn: keyArn, keptImageCount: 5, forceDestroy: false }),
    );
    expect(findOnly(plan, 'aws:ecr/repository:Repository').inputs).toEqual({
      imageTagMutability: 'IMMUTABLE',
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfigurations: [{ encryptionType: 'KMS', kmsKey: keyArn }],
      forceDelete: false,
    });
    const { rules } = JSON.parse(String(findOnly(plan, 'aws:ecr/lifecyclePolicy:LifecyclePolicy').inputs.policy));
    expect(rules).toEqual([
      {
        rulePriority: 1,
        description: 'Keep the last 5 images',
        selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 5 },
        action: { type: 'expire' },
      },
    ]);
  });

  it('keeps the configured number, and is deleted with its images if configured', async () => {
    const plan = await planProgram(
      () => new Registry('registry', { dataKeyArn: keyArn, keptImageCount: 2, forceDestroy: true }),
    );
    expect(findOnly(plan, 'aws:ecr/repository:Repository').inputs.forceDelete).toBe(true);
    expect(String(findOnly(plan, 'aws:ecr/lifecyclePolicy:LifecyclePolicy').inputs.policy)).toContain(
      '"countNumber":2',
    );
  });
});
