import { beforeAll, describe, expect, it } from 'vitest';
import { growUsage } from '../../config/demand/usage.js';
import type { PlannedResource } from '../preview/planned-resource.js';
import { compareLines } from './baseline.js';
import { type Bill, priceBill } from './bill.js';
import { findBook } from './prices.js';
import { buildBillRequest, planWith, readLeftOut, studyDemand } from './testing.js';

let studyPlan: readonly PlannedResource[];
let leftOut: Awaited<ReturnType<typeof readLeftOut>>;
beforeAll(async () => {
  studyPlan = await planWith('study2025');
  leftOut = await readLeftOut('study2025');
});

const studyBook = findBook('report');
const priceStudyBill = (changes = {}): Bill =>
  priceBill(buildBillRequest(studyPlan, { book: studyBook, leftOut, ...changes }));

const toComponentAmounts = ({ components }: Bill) =>
  Object.fromEntries(components.map(({ component, monthlyUsd }) => [component, monthlyUsd.toFixed(2)]));

describe('the report’s configuration', () => {
  it('costs what the report says, line by line, wherever the audit finds it right', () => {
    const right = compareLines(priceStudyBill()).filter(({ why }) => why === undefined);
    expect(right.map(({ component, item, oursUsd }) => [component, item, oursUsd.toFixed(2)])).toEqual([
      ['Aurora PostgreSQL', 'Compute (Peak)', '648.00'],
      ['Aurora PostgreSQL', 'Compute (Off-Peak)', '129.60'],
      ['Aurora PostgreSQL', 'Storage', '50.00'],
      ['Aurora PostgreSQL', 'I/O Operations', '40.00'],
      ['Amazon Cognito', 'Advanced Security Features', '500.00'],
      ['AWS Lambda', 'Requests', '1.16'],
      ['AWS Lambda', 'Provisioned Concurrency (Idle)', '54.75'],
      ['API Gateway', 'API Requests', '10.00'],
      ['VPC and NAT', 'NAT Gateway (Hourly)', '32.85'],
      ['VPC and NAT', 'Data Processing', '4.50'],
      ['VPC and NAT', 'Elastic IP', '0.00'],
      ['Secrets Manager and KMS', 'Secrets Storage', '1.20'],
      ['Secrets Manager and KMS', 'Secrets API Calls', '0.50'],
      ['Secrets Manager and KMS', 'KMS Keys', '2.00'],
      ['Secrets Manager and KMS', 'KMS API Requests', '1.44'],
      ['CloudWatch and CloudTrail', 'Log Ingestion', '25.00'],
      ['CloudWatch and CloudTrail', 'Log Storage', '3.00'],
      ['CloudWatch and CloudTrail', 'Custom Metrics', '15.00'],
      ['CloudWatch and CloudTrail', 'CloudTrail Data Events', '20.00'],
      ['ECR', 'Storage', '0.20'],
    ]);
    expect(right.filter(({ statedUsd, oursUsd }) => !statedUsd.equals(oursUsd))).toEqual([]);
  });

  it('costs what the audit says where the report errs, with the reason', () => {
    const wrong = compareLines(priceStudyBill()).filter(({ why }) => why !== undefined);
    expect(wrong.map(({ item, statedUsd, oursUsd }) => [item, statedUsd.toFixed(2), oursUsd.toFixed(2)])).toEqual([
      ['Backup Storage', '10.50', '0.00'],
      ['MAU (Base)', '55.00', '0.00'],
      ['Compute Duration', '95.00', '4.16'],
      ['Provisioned Compute', '4.86', '5.35'],
      ['Data Transfer (Internet)', '0.90', '0.00'],
    ]);
  });

  it('costs 1,548.71 at the report’s prices', () => {
    const bill = priceStudyBill();
    expect(bill.totalMonthlyUsd.toFixed(2)).toBe('1548.71');
    expect(bill.perMauUsd.toNumber()).toBe(0.154871);
    expect(toComponentAmounts(bill)).toMatchObject({
      'Aurora PostgreSQL': '867.60',
      'Amazon Cognito': '500.00',
      'AWS Lambda': '65.42',
      'VPC and NAT': '37.35',
      'API Gateway': '10.00',
      'Secrets Manager and KMS': '5.14',
      'CloudWatch and CloudTrail': '63.00',
      ECR: '0.20',
    });
  });

  it('costs 1,233.36 at real prices', () => {
    const bill = priceStudyBill({ book: findBook('aws-2025-10') });
    expect(bill.totalMonthlyUsd.toFixed(2)).toBe('1233.36');
    expect(toComponentAmounts(bill)).toMatchObject({
      'Aurora PostgreSQL': '867.60',
      'Amazon Cognito': '200.00',
      'AWS Lambda': '65.42',
      'VPC and NAT': '41.00',
      'API Gateway': '10.00',
      'Secrets Manager and KMS': '5.14',
      'CloudWatch and CloudTrail': '44.00',
      ECR: '0.20',
    });
  });

  it('has a price for what our program has beyond it, beside the bill', () => {
    expect(
      priceStudyBill({ book: findBook('aws-2025-10') }).leftOut.map(({ resource, monthlyUsd }) => [
        resource,
        monthlyUsd.toFixed(2),
      ]),
    ).toEqual([
      ['encryption-audit', '1.00'],
      ['network-flows', '0.50'],
      ['audit-log', '0.83'],
      ['observability-dashboard', '-12.00'],
    ]);
  });

  it('refuses to leave out what the plan does not have', () => {
    const gone = [{ resource: 'encryption-fourth', reason: 'there is no such key' }];
    expect(() => priceStudyBill({ leftOut: gone })).toThrow('the plan has no such resource');
  });

  it.each([
    [
      50_000,
      {
        'NAT gateway, data': '22.50',
        'API requests': '50.00',
        'Log ingestion': '125.00',
        'CloudTrail data events': '100.00',
        'KMS requests': '7.44',
        'Secrets Manager calls': '2.50',
      },
    ],
    [
      100_000,
      {
        'NAT gateway, data': '45.00',
        'API requests': '100.00',
        'Log ingestion': '250.00',
        'CloudTrail data events': '200.00',
        'KMS requests': '14.94',
        'Secrets Manager calls': '5.00',
      },
    ],
  ])('costs at %d users what the audit makes of the report’s prices', (mau, expected) => {
    const { lines, components } = priceStudyBill({ usage: growUsage(studyDemand, mau) });
    const found = Object.keys(expected).map((item) => [
      item,
      lines.find((line) => line.item === item)?.monthlyUsd.toFixed(2),
    ]);
    expect(Object.fromEntries(found)).toEqual(expected);
    const cognito = components.find(({ component }) => component === 'Amazon Cognito');
    expect(cognito?.monthlyUsd.toNumber()).toBe(mau === 50_000 ? 2_500 : 4_525);
  });
});
