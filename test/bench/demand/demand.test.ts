import { describe, expect, it } from 'vitest';
import type { BenchmarkResult } from '../benchmark.js';
import { countIoRequests, parseCpuMilliseconds, readCpuMilliseconds } from './counters.js';
import { renderDemandFile } from './keep.js';

describe('the counters', () => {
  it("parse a backend's CPU time from its schedstat", () => {
    expect(parseCpuMilliseconds('59008093 212375296 108\n')).toBeCloseTo(59.008093, 9);
    expect(() => parseCpuMilliseconds('')).toThrow('Not the schedstat');
  });

  it('return no CPU time for a process that is not a backend', async () => {
    expect(await readCpuMilliseconds(process.pid)).toBeUndefined();
    expect(await readCpuMilliseconds(2 ** 30)).toBeUndefined();
  });

  it.each([
    [{ walBytes: 0, buffersRead: 0 }, 0],
    [{ walBytes: 4_096, buffersRead: 0 }, 1],
    [{ walBytes: 2_048, buffersRead: 3 }, 3.5],
  ])('count I/O as log in units of 4 KiB plus pages read: %j → %d', (counts, expected) => {
    expect(countIoRequests(counts)).toBe(expected);
  });
});

describe('the demand file', () => {
  const result: BenchmarkResult = {
    title: 'Demand on the database',
    database: 'PostgreSQL 17, server',
    measurements: [
      { name: 'patients: getPatient', figure: 1.23456, unit: 'ms', details: { 'I/O': 0.1234 } },
      { name: 'patients: listPatients', figure: 2, unit: 'ms', details: { 'I/O': 0.25 } },
    ],
    notes: [],
  };
  const source = { date: '2026-11-26', machine: 'Node 24, 2 CPUs' };

  it('has the JSON format that the cost model reads', () => {
    expect(JSON.parse(renderDemandFile(result, source))).toEqual({
      source: { ...source, database: 'PostgreSQL 17, server', command: 'npm run bench -- database-demand --write' },
      functions: {
        patients: {
          getPatient: { cpuMilliseconds: 1.2, ioRequests: 0.12 },
          listPatients: { cpuMilliseconds: 2, ioRequests: 0.25 },
        },
      },
    });
  });

  it('cannot be written without the I/O of every operation', () => {
    const measurements = [{ name: 'patients: getPatient', figure: 1, unit: 'ms' }];
    expect(() => renderDemandFile({ ...result, measurements }, source)).toThrow(
      'needs the I/O of patients: getPatient',
    );
  });
});
