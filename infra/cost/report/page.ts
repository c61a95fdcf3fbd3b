/** A column of a table; figures stand to the right. */
export interface Column {
  readonly title: string;
  readonly isFigure: boolean;
}

export const textColumn = (title: string): Column => ({ title, isFigure: false });
export const figureColumn = (title: string): Column => ({ title, isFigure: true });

export interface PageTable {
  readonly kind: 'table';
  readonly columns: readonly Column[];
  /** As many cells as there are columns. The first one names its row. */
  readonly rows: readonly (readonly string[])[];
  /** Whether the last row is the sum of the others. */
  readonly hasTotal?: boolean;
}

/** Amounts by name, one bar each. */
export interface BarChart {
  readonly kind: 'bars';
  readonly title: string;
  readonly description: string;
  readonly bars: readonly { readonly label: string; readonly value: number; readonly text: string }[];
}

/** Two amounts by name, one beside the other. */
export interface PairChart {
  readonly kind: 'pairs';
  readonly title: string;
  readonly description: string;
  readonly series: readonly [string, string];
  readonly pairs: readonly { readonly label: string; readonly values: readonly [number, number] }[];
}

/** A line of the growth chart. */
export interface GrowthSeries {
  readonly name: string;
  readonly points: readonly GrowthMark[];
  /** Single facts, not a curve. */
  readonly isScattered?: boolean;
}

export interface GrowthMark {
  readonly users: number;
  readonly usd: number;
  /** Whether the amount is of something that would not work as it is. */
  readonly isUnmet?: boolean;
}

/** Amounts over users, both on logarithmic axes. */
export interface GrowthChart {
  readonly kind: 'growth';
  readonly title: string;
  readonly description: string;
  readonly series: readonly GrowthSeries[];
}

export type Chart = BarChart | PairChart | GrowthChart;

/** What a section is made of, in plain text: whoever renders it escapes it. A chart shows what a table says as well. */
export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | PageTable
  | Chart;

export interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
  readonly parts?: readonly Section[];
}

/** A report without a format; Markdown and HTML are made from the same one. */
export interface Page {
  readonly title: string;
  readonly lead: string;
  readonly sections: readonly Section[];
}

export const paragraph = (text: string): Block => ({ kind: 'paragraph', text });

/** A list; nothing where it has no items. */
export const bulletList = (items: readonly string[]): Block[] => (items.length === 0 ? [] : [{ kind: 'list', items }]);
