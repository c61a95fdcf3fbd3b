export interface Column {
  readonly title: string;
  readonly isFigure: boolean;
}

export const textColumn = (title: string): Column => ({ title, isFigure: false });
export const figureColumn = (title: string): Column => ({ title, isFigure: true });

export interface PageTable {
  readonly kind: 'table';
  readonly columns: readonly Column[];
  /** Rows with a cell for each column. The first cell is the name of the row. */
  readonly rows: readonly (readonly string[])[];
  /** Whether the last row is the sum of the others. */
  readonly hasTotal?: boolean;
}

export interface ChartText {
  readonly title: string;
  readonly description: string;
}

/** One bar for each amount. */
export interface BarChart extends ChartText {
  readonly kind: 'bars';
  readonly bars: readonly { readonly label: string; readonly value: number; readonly text: string }[];
}

/** Two bars for each name. */
export interface PairChart extends ChartText {
  readonly kind: 'pairs';
  readonly series: readonly [string, string];
  readonly pairs: readonly { readonly label: string; readonly values: readonly [number, number] }[];
}

export interface GrowthMark {
  readonly users: number;
  readonly usd: number;
  /** Whether the plan doesn't meet the demand of these users. */
  readonly isUnmet?: boolean;
}

export interface GrowthSeries {
  readonly name: string;
  readonly points: readonly GrowthMark[];
  /** Draws single points instead of a curve. */
  readonly isScattered?: boolean;
}

/** Amounts by number of users, both on logarithmic axes. */
export interface GrowthChart extends ChartText {
  readonly kind: 'growth';
  readonly series: readonly GrowthSeries[];
}

export type Chart = BarChart | PairChart | GrowthChart;

/** A part of a section in plain text, which the renderer escapes. A chart repeats what a table says. */
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

/** The report before it is rendered as Markdown or HTML. */
export interface Page {
  readonly title: string;
  readonly lead: string;
  readonly sections: readonly Section[];
}

export const paragraph = (text: string): Block => ({ kind: 'paragraph', text });

/** A list, or no block if it has no items. */
export const bulletList = (items: readonly string[]): Block[] => (items.length === 0 ? [] : [{ kind: 'list', items }]);

/** A section with a list, or none if the list has no items. */
export const listSection = (title: string, items: readonly string[]): Section[] =>
  items.length === 0 ? [] : [{ title, blocks: bulletList(items) }];
