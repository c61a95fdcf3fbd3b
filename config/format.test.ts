import { describe, expect, it } from 'vitest';
import {
  formatAmount,
  formatAmountChange,
  formatCount,
  formatNumber,
  formatPercent,
  formatRounded,
  formatUnitPrice,
  formatUsd,
  formatUsdChange,
} from './format.js';

describe('numbers', () => {
  it('group thousands and drop trailing zeros', () => {
    expect([6_480, 0.5, 1.23456].map((value) => formatNumber(value))).toEqual(['6,480', '0.5', '1.235']);
    expect([99.96, 100.4].map(formatRounded)).toEqual(['100', '100']);
    expect([7.74, 12_345.6].map(formatRounded)).toEqual(['7.7', '12,346']);
  });

  it('agree with their nouns', () => {
    expect(formatCount(1, 'alarm')).toBe('1 alarm');
    expect(formatCount(0, 'alarm')).toBe('0 alarms');
    expect(formatCount(2_000, 'repository', 'repositories')).toBe('2,000 repositories');
  });

  it('are shares of a whole, which can be 0', () => {
    expect(formatPercent(1, 3)).toBe('33.3%');
    expect(formatPercent(1, 0)).toBe('–');
  });
});

describe('amounts', () => {
  const decimal = { toNumber: () => 1_234.5 };

  it('have cents, and their currency where no column title names it', () => {
    expect(formatAmount(decimal)).toBe('1,234.50');
    expect(formatUsd(decimal)).toBe('US$1,234.50');
    expect(formatUsd(-3)).toBe('−US$3.00');
    expect(formatUsd(0.11467, 4)).toBe('US$0.1147');
  });

  it('have a sign only if they change something', () => {
    expect([2, -3, 0, -0].map(formatAmountChange)).toEqual(['+2.00', '−3.00', '0.00', '0.00']);
    expect([2, -3, 0].map(formatUsdChange)).toEqual(['+US$2.00', '−US$3.00', 'US$0.00']);
    expect(formatAmount(-0)).toBe('0.00');
  });

  it('show every decimal of a unit price', () => {
    expect([0.0000166667, 0.12, 1, -0.0546].map(formatUnitPrice)).toEqual(['0.0000166667', '0.12', '1.00', '-0.0546']);
  });
});
