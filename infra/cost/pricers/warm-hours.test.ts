import { describe, expect, it } from 'vitest';
import { computeWarmHours, parseCronMinutes } from './warm-hours.js';

describe('the hours that a schedule keeps environments warm', () => {
  it.each([
    ['cron(0 8 ? * MON-FRI *)', 'cron(0 20 ? * MON-FRI *)', (12 * 5 * 730) / 168],
    ['cron(45 7 ? * MON-FRI *)', 'cron(15 20 ? * MON-FRI *)', (12.5 * 5 * 730) / 168],
    ['cron(0 22 * * * *)', 'cron(0 6 * * * *)', (8 * 7 * 730) / 168],
    ['cron(0 8 ? * MON,WED-FRI,SUN *)', 'cron(0 9 ? * MON,WED-FRI,SUN *)', (5 * 730) / 168],
    ['cron(0 8 ? * MON *)', 'cron(0 20 ? * FRI *)', (108 * 730) / 168],
    // Over four nights, and from Friday evening to Monday morning.
    ['cron(0 20 ? * MON-FRI *)', 'cron(0 6 ? * MON-FRI *)', ((4 * 10 + 58) * 730) / 168],
    ['cron(0 8 ? * MON-FRI,MON *)', 'cron(0 20 ? * MON-FRI,MON *)', (12 * 5 * 730) / 168],
    ['cron(0 8 ? * MON,TUE *)', 'cron(0 20 ? * TUE *)', (36 * 730) / 168],
    ['cron(0 20 ? * SUN *)', 'cron(0 8 ? * MON *)', (12 * 730) / 168],
  ])('from %s to %s are %d a month', (start, stop, hours) => {
    expect(computeWarmHours(start, stop)).toBeCloseTo(hours, 9);
  });

  it.each([
    'rate(5 minutes)',
    'cron(*/5 8 ? * MON-FRI *)',
    'cron(0 8-9 ? * MON-FRI *)',
    'cron(0 8 1 * ? *)',
    'cron(0 8 ? JAN MON *)',
    'cron(0 8 ? * FRI-MON *)',
    'cron(0 8 ? * MON#1 *)',
    'cron(0 99 ? * MON-FRI *)',
    'cron(60 8 ? * MON-FRI *)',
  ])('of %s are refused rather than guessed', (cron) => {
    expect(() => parseCronMinutes(cron)).toThrow(`Can't price the schedule ${cron}`);
  });

  it('are refused where start and stop are one moment', () => {
    const everyDay = 'cron(0 8 * * * *)';
    expect(() => computeWarmHours(everyDay, 'cron(0 8 ? * FRI *)')).toThrow('start and stop at the same minute');
  });
});
