import { describe, expect, it } from 'vitest';
import type { BenchmarkResult } from '../benchmark.js';
import { countIoRequests, parseCpuMilliseconds, readCpuMilliseconds } from './counters.js';
import { renderDemandFile } from './keep.js';

describe('the demand of a request', () => {
  it('is the processor’s time of its backend, as the kernel counts it', () => {
    expect(parseCpuMilliseconds('59008093 212375296 108\n')).toBeCloseTo(59.008093, 9);
    expect(() => parseCpuMilliseconds('')).toThrow('Not the schedstat');
  });

  it('is unknown of a process that is no backend', async () => {
    expect(await readCpuMilliseconds(process.pid)).toBeUndefined();
    expect(await readCpuMilliseconds(2 ** 30)).toBeUndefined();
  });

  it.each([
    [{ walBytes: 0, buffersRead: 0 }, 0],
    [{ walBytes: 4_096, buffersRead: 0 }, 1],
    [{ walBytes: 2_048, buffersRead: 3 }, 3.5],
  ])('in I/O is the log in pieces of 4 KiB and pages that were read: %j → %d', (counts, expected) => {
    expect(countIoRequests(counts)).toBe(expected);
  });
});

describe('a measurement that is kept', () => {
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

  it('is a JSON file in the form of the cost model', () => {
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

  it('has no gaps', () => {
    const measurements = [{ name: 'patients: getPatient', figure: 1, unit: 'ms' }];
    expect(() => renderDemandFile({ ...result, measurements }, source)).toThrow(
      'needs the I/O of patients: getPatient',
    );
  });
});
