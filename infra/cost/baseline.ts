import { Decimal } from 'decimal.js';
import type { Bill } from './bill.js';
import type { ComponentName, CostLine } from './line.js';

/** A line of the cost report's tables. */
interface StatedLine {
  readonly component: ComponentName;
  /** As the report calls it. */
  readonly item: string;
  readonly statedUsd: string;
  /** Our lines that are the same thing: the one whose plan or processor is in use. */
  readonly ours: readonly string[];
  /** Why another figure is right; a line without is right at the report's prices. */
  readonly why?: string;
}

/**
 * The cost report's line items, and where the audit found them to err. Amounts are those of its component tables; its
 * summaries have other ones for Lambda, NAT, secrets and ECR, which nothing in it supports.
 */
export const statedLines: readonly StatedLine[] = [
  { component: 'Aurora PostgreSQL', item: 'Compute (Peak)', statedUsd: '648.00', ours: ['Compute, peak'] },
  { component: 'Aurora PostgreSQL', item: 'Compute (Off-Peak)', statedUsd: '129.60', ours: ['Compute, off-peak'] },
  { component: 'Aurora PostgreSQL', item: 'Storage', statedUsd: '50.00', ours: ['Storage'] },
  { component: 'Aurora PostgreSQL', item: 'I/O Operations', statedUsd: '40.00', ours: ['I/O operations'] },
  {
    component: 'Aurora PostgreSQL',
    item: 'Backup Storage',
    statedUsd: '10.50',
    ours: ['Backup storage'],
    why: 'Backups up to the size of the volume are free, and these are as large as the volume; the report says “first backup free” and bills it.',
  },
  {
    component: 'Amazon Cognito',
    item: 'MAU (Base)',
    statedUsd: '55.00',
    ours: ['MAU, base'],
    why: 'The report’s own free tier of 50,000 users covers all 10,000; a feature plan has no base price beside its own.',
  },
  {
    component: 'Amazon Cognito',
    item: 'Advanced Security Features',
    statedUsd: '500.00',
    ours: ['Advanced Security Features', 'MAU, Plus plan', 'MAU, Essentials plan', 'MAU, Lite plan'],
    why: 'The add-on is not sold to new pools any more; the Plus plan has the same protection for 0.02 a user, by the report’s own list too.',
  },
  { component: 'AWS Lambda', item: 'Requests', statedUsd: '1.16', ours: ['Requests'] },
  {
    component: 'AWS Lambda',
    item: 'Compute Duration',
    statedUsd: '95.00',
    ours: ['Compute, x86', 'Compute, arm64'],
    why: 'Its averages make 0.57 million GB-seconds, not 5.7; its inventory makes 0.80 with 50 ms in the VPC, and where agent_integration is kept warm its 0.55 of them are billed as provisioned, once.',
  },
  {
    component: 'AWS Lambda',
    item: 'Provisioned Concurrency (Idle)',
    statedUsd: '54.75',
    ours: ['Provisioned concurrency, idle, x86', 'Provisioned concurrency, idle, arm64'],
  },
  {
    component: 'AWS Lambda',
    item: 'Provisioned Compute',
    statedUsd: '4.86',
    ours: ['Provisioned concurrency, compute, x86', 'Provisioned concurrency, compute, arm64'],
    why: 'The 50 ms that the report adds to every invocation are missing in its figure: 550,000 GB-seconds, not 500,000, and none where nothing is kept warm.',
  },
  { component: 'API Gateway', item: 'API Requests', statedUsd: '10.00', ours: ['API requests'] },
  { component: 'VPC and NAT', item: 'NAT Gateway (Hourly)', statedUsd: '32.85', ours: ['NAT gateway, hours'] },
  { component: 'VPC and NAT', item: 'Data Processing', statedUsd: '4.50', ours: ['NAT gateway, data'] },
  {
    component: 'VPC and NAT',
    item: 'Elastic IP',
    statedUsd: '0.00',
    ours: ['Public IPv4 addresses'],
    why: 'Every public IPv4 address costs 0.005 an hour since February 2024, a NAT gateway’s as well.',
  },
  { component: 'Secrets Manager and KMS', item: 'Secrets Storage', statedUsd: '1.20', ours: ['Secrets'] },
  {
    component: 'Secrets Manager and KMS',
    item: 'Secrets API Calls',
    statedUsd: '0.50',
    ours: ['Secrets Manager calls'],
  },
  { component: 'Secrets Manager and KMS', item: 'KMS Keys', statedUsd: '2.00', ours: ['KMS keys'] },
  { component: 'Secrets Manager and KMS', item: 'KMS API Requests', statedUsd: '1.44', ours: ['KMS requests'] },
  {
    component: 'CloudWatch and CloudTrail',
    item: 'Log Ingestion',
    statedUsd: '25.00',
    ours: ['Log ingestion', 'Log ingestion, infrequent access'],
  },
  { component: 'CloudWatch and CloudTrail', item: 'Log Storage', statedUsd: '3.00', ours: ['Log storage'] },
  { component: 'CloudWatch and CloudTrail', item: 'Custom Metrics', statedUsd: '15.00', ours: ['Custom metrics'] },
  {
    component: 'CloudWatch and CloudTrail',
    item: 'CloudTrail Data Events',
    statedUsd: '20.00',
    ours: ['CloudTrail data events'],
    why: 'Data events cost 0.10 per 100,000; 2.00 is the price of further copies of management events.',
  },
  { component: 'ECR', item: 'Storage', statedUsd: '0.20', ours: ['Image storage'] },
  {
    component: 'ECR',
    item: 'Data Transfer (Internet)',
    statedUsd: '0.90',
    ours: [],
    why: 'The same 10 GB are billed as pulls in the region, which are free, and again as pulls over the internet.',
  },
];

/** The totals that the report prints, by users: its executive summary, and its scaling tables. */
export const statedTotalsUsd: Readonly<Record<number, string>> = {
  10000: '1675.39',
  50000: '6699.80',
  100000: '12403.20',
};

/** One line of the report beside the same of a bill. */
export interface LineComparison {
  readonly component: ComponentName;
  readonly item: string;
  readonly statedUsd: Decimal;
  readonly oursUsd: Decimal;
  /** Undefined where both are the same, or where configuration or demand differ and not the report errs. */
  readonly why: string | undefined;
}

/** Our line, the free part of it, and its higher tiers. */
const matchesStatedLine = (item: string, ours: readonly string[]): boolean =>
  ours.some(
    (name) =>
      item === name || (/^, (included|above |free tier)/.test(item.slice(name.length)) && item.startsWith(name)),
  );

/** The report has a line for the database's compute, whatever hours of the day a demand divides it into. */
const isCompute = ({ component, item }: CostLine): boolean =>
  component === 'Aurora PostgreSQL' && item.startsWith('Compute, ');

/** The lines of a bill that the report has no line for. */
export const findUnstatedLines = ({ lines }: Pick<Bill, 'lines'>): CostLine[] =>
  lines.filter(
    (line) =>
      !isCompute(line) &&
      !statedLines.some(({ component, ours }) => component === line.component && matchesStatedLine(line.item, ours)),
  );

/** Every line of the report beside a bill's. */
export const compareLines = ({ lines }: Pick<Bill, 'lines'>): LineComparison[] =>
  statedLines.map(({ component, item, statedUsd, ours, why }) => {
    const found = lines.filter((line) => line.component === component && matchesStatedLine(line.item, ours));
    const oursUsd = Decimal.sum(0, ...found.map(({ monthlyUsd }) => monthlyUsd));
    const isSame = oursUsd.equals(statedUsd);
    return { component, item, statedUsd: new Decimal(statedUsd), oursUsd, why: isSame ? undefined : why };
  });
