import { Decimal } from 'decimal.js';
import type { Bill } from './bill.js';
import { type ComponentName, type CostLine, sumLines } from './line.js';

/** The stack and the demand preset of the 2025 cost study. */
export const studyStack = 'study2025';
export const studyPreset = 'study2025';

type StatedRow = readonly [
  /** The study's name for it. */
  item: string,
  statedUsd: string,
  /** Our lines for the same thing; a bill has those of the plan or processor in use. */
  ours: readonly string[],
  /** The reason why the study's figure is wrong; undefined if it is right at the study's prices. */
  why?: string,
];

const listLines = (component: ComponentName, rows: readonly StatedRow[]) =>
  rows.map(([item, statedUsd, ours, why]) => ({ component, item, statedUsd, ours, why }));

/**
 * The line items of the study, with the reason where an audit found one wrong. The amounts are those of its component tables;
 * its summaries have different ones for Lambda, NAT, secrets and ECR without an explanation.
 */
export const statedLines = [
  ...listLines('Aurora PostgreSQL', [
    ['Compute (Peak)', '648.00', ['Compute, peak']],
    ['Compute (Off-Peak)', '129.60', ['Compute, off-peak']],
    ['Storage', '50.00', ['Storage']],
    ['I/O Operations', '40.00', ['I/O operations']],
    [
      'Backup Storage',
      '10.50',
      ['Backup storage'],
      'Backups up to the size of the volume are free, and these are as large as the volume. The study says "first backup free", but bills it.',
    ],
  ]),
  ...listLines('Amazon Cognito', [
    [
      'MAU (Base)',
      '55.00',
      ['MAU, base'],
      "The study's own free tier of 50,000 users covers all 10,000. A feature plan has no separate base price.",
    ],
    [
      'Advanced Security Features',
      '500.00',
      ['Advanced Security Features', 'MAU, Plus plan', 'MAU, Essentials plan', 'MAU, Lite plan'],
      "AWS no longer sells the add-on to new pools. By the study's own price list, the Plus plan has the same protection for US$0.02 a user.",
    ],
  ]),
  ...listLines('AWS Lambda', [
    ['Requests', '1.16', ['Requests']],
    [
      'Compute Duration',
      '95.00',
      ['Compute, x86', 'Compute, arm64'],
      "The study's averages result in 0.57 million GB-seconds, not 5.7 million. Its inventory results in 0.80 million including 50 ms of VPC overhead, of which the 0.55 million of a warm agent_integration are billed once, as provisioned.",
    ],
    [
      'Provisioned Concurrency (Idle)',
      '54.75',
      ['Provisioned concurrency, idle, x86', 'Provisioned concurrency, idle, arm64'],
    ],
    [
      'Provisioned Compute',
      '4.86',
      ['Provisioned concurrency, compute, x86', 'Provisioned concurrency, compute, arm64'],
      'The figure lacks the 50 ms that the study adds to every invocation: 550,000 GB-seconds, not 500,000. Without warm environments there are none.',
    ],
  ]),
  ...listLines('API Gateway', [['API Requests', '10.00', ['API requests']]]),
  ...listLines('VPC and NAT', [
    ['NAT Gateway (Hourly)', '32.85', ['NAT gateway, hours']],
    ['Data Processing', '4.50', ['NAT gateway, data']],
    [
      'Elastic IP',
      '0.00',
      ['Public IPv4 addresses'],
      'Every public IPv4 address has cost US$0.005 an hour since February 2024, including that of a NAT gateway.',
    ],
  ]),
  ...listLines('Secrets Manager and KMS', [
    ['Secrets Storage', '1.20', ['Secrets']],
    ['Secrets API Calls', '0.50', ['Secrets Manager calls']],
    ['KMS Keys', '2.00', ['KMS keys']],
    ['KMS API Requests', '1.44', ['KMS requests']],
  ]),
  ...listLines('CloudWatch and CloudTrail', [
    ['Log Ingestion', '25.00', ['Log ingestion', 'Log ingestion, infrequent access']],
    ['Log Storage', '3.00', ['Log storage']],
    ['Custom Metrics', '15.00', ['Custom metrics']],
    [
      'CloudTrail Data Events',
      '20.00',
      ['CloudTrail data events'],
      'Data events cost US$0.10 per 100,000. US$2.00 is the price of additional copies of management events.',
    ],
  ]),
  ...listLines('ECR', [
    ['Storage', '0.20', ['Image storage']],
    [
      'Data Transfer (Internet)',
      '0.90',
      [],
      'The study bills the same 10 GB twice: as pulls within the region, which are free, and as pulls over the internet.',
    ],
  ]),
];

/** The totals that the study states in its executive summary and scaling tables, by monthly active users. */
export const statedTotalsUsd: Readonly<Record<number, string>> = {
  10000: '1675.39',
  50000: '6699.80',
  100000: '12403.20',
};

/** A line of the study and the same lines of a bill. */
export interface LineComparison {
  readonly component: ComponentName;
  readonly item: string;
  readonly statedUsd: Decimal;
  readonly oursUsd: Decimal;
  /** Undefined if the amounts are equal, or differ only by configuration or demand. */
  readonly why: string | undefined;
}

/** Matches a line of ours including its free part and higher tiers. */
const matchesStatedLine = (item: string, ours: readonly string[]): boolean =>
  ours.some(
    (name) =>
      item === name || (/^, (included|above |free tier)/.test(item.slice(name.length)) && item.startsWith(name)),
  );

/** The study has lines for database compute, even if a demand divides the day into other periods. */
const isDatabaseCompute = ({ component, item }: CostLine): boolean =>
  component === 'Aurora PostgreSQL' && item.startsWith('Compute, ');

/** Returns the lines of a bill that the study has no line for. */
export const findUnstatedLines = ({ lines }: Pick<Bill, 'lines'>): CostLine[] =>
  lines.filter(
    (line) =>
      !isDatabaseCompute(line) &&
      !statedLines.some(({ component, ours }) => component === line.component && matchesStatedLine(line.item, ours)),
  );

export const compareLines = ({ lines }: Pick<Bill, 'lines'>): LineComparison[] =>
  statedLines.map(({ component, item, statedUsd, ours, why }) => {
    const found = lines.filter((line) => line.component === component && matchesStatedLine(line.item, ours));
    const oursUsd = sumLines(found);
    const isSame = oursUsd.equals(statedUsd);
    return { component, item, statedUsd: new Decimal(statedUsd), oursUsd, why: isSame ? undefined : why };
  });
