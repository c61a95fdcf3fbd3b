import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What the process holds after everything that can be let go of was. */
export interface MemorySample {
  readonly requests: number;
  readonly residentBytes: number;
  /** JavaScript's own, without the embedded database. */
  readonly heapBytes: number;
}

/** The garbage collector, which Node hides unless it was started with --expose-gc. */
function exposeCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

const collect = exposeCollector();

export function sampleMemory(requests: number): MemorySample {
  collect();
  const { rss: residentBytes, heapUsed: heapBytes } = process.memoryUsage();
  return { requests, residentBytes, heapBytes };
}

/** Part of the samples that is left out: caches fill, and code is compiled. */
const warmUpShare = 0.3;

/** What may come and go between two samples, in bytes. */
const heapLeeway = 8 * 1024 * 1024;
const residentLeeway = 48 * 1024 * 1024;

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, number) => sum + number, 0) / Math.max(numbers.length, 1);

/**
 * Whether memory stays level: after the warm-up the second half of the samples holds, on average, no more than the first
 * and a leeway. Something that leaks with each request passes the leeway within ten thousand of them.
 */
export function isMemoryStable(samples: readonly MemorySample[]): boolean {
  const warm = samples.slice(Math.floor(samples.length * warmUpShare));
  const half = Math.floor(warm.length / 2);
  const [early, late] = [warm.slice(0, half), warm.slice(-half)];
  if (half === 0) return true;
  const growth = (readBytes: (sample: MemorySample) => number) =>
    mean(late.map(readBytes)) - mean(early.map(readBytes));
  return (
    growth((sample) => sample.heapBytes) <= heapLeeway && growth((sample) => sample.residentBytes) <= residentLeeway
  );
}
