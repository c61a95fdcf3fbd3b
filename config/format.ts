/** A number, or a decimal that converts to one. */
type Numeric = number | { toNumber(): number };

const toNumber = (value: Numeric): number => (typeof value === 'number' ? value : value.toNumber());

/** A number with grouped thousands and at most `maxDecimals` decimals, such as `6,480` or `0.5`. */
export const formatNumber = (value: Numeric, maxDecimals = 3): string =>
  toNumber(value).toLocaleString('en-US', { maximumFractionDigits: maxDecimals });

/** A number for a sentence: one decimal below 100, none from there on. */
export const formatRounded = (value: Numeric): string => formatNumber(value, toNumber(value) < 100 ? 1 : 0);

/** A count and its noun, such as `1 alarm` or `3 repositories`. */
export const formatCount = (count: number, noun: string, plural = `${noun}s`): string =>
  `${formatNumber(count)} ${count === 1 ? noun : plural}`;

/** A share of a whole, such as `56.0%`; a dash if the whole is 0. */
export const formatPercent = (part: Numeric, whole: Numeric, decimals = 1): string =>
  toNumber(whole) === 0 ? '–' : `${((100 * toNumber(part)) / toNumber(whole)).toFixed(decimals)}%`;

/** US dollars without the currency, such as `1,234.50`, for columns whose title names it. */
export const formatAmount = (usd: Numeric, decimals = 2): string =>
  // A negative zero would print with a sign.
  (toNumber(usd) || 0).toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });

/** US dollars for a sentence, such as `US$1,234.50`. */
export const formatUsd = (usd: Numeric, decimals = 2): string => withSign(toNumber(usd), '', 'US$', decimals);

/** A change in US dollars without the currency, such as `+2.00` or `−3.00`; no change has no sign. */
export const formatAmountChange = (usd: Numeric): string => withSign(toNumber(usd), '+', '', 2);

/** A change in US dollars for a sentence, such as `+US$2.00`. */
export const formatUsdChange = (usd: Numeric): string => withSign(toNumber(usd), '+', 'US$', 2);

/** The price of one unit in US dollars, with every decimal that it has and at least two. */
export const formatUnitPrice = (usd: Numeric): string =>
  toNumber(usd).toLocaleString('en-US', {
    minimumFractionDigits: 2,
    maximumFractionDigits: 20,
    useGrouping: false,
  });

function withSign(usd: number, positive: '' | '+', currency: '' | 'US$', decimals: number): string {
  const sign = usd < 0 ? '−' : usd > 0 ? positive : '';
  return `${sign}${currency}${formatAmount(Math.abs(usd), decimals)}`;
}
