import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Memory of the process after garbage collection. */
export interface MemorySample {
  readonly requests: number;
  readonly residentBytes: number;
  /** The JavaScript heap, without the embedded database. */
  readonly heapBytes: number;
}

// Node exposes the garbage collector only with this flag.
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

export function sampleMemory(requests: number): MemorySample {
  collectGarbage();
  const { rss: residentBytes, heapUsed: heapBytes } = process.memoryUsage();
  return { requests, residentBytes, heapBytes };
}

/** Share of samples to ignore, while caches fill and code is compiled. */
const warmUpShare = 0.3;

const heapToleranceBytes = 8 * 1024 * 1024;
const residentToleranceBytes = 48 * 1024 * 1024;

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, number) => sum + number, 0) / Math.max(numbers.length, 1);

/**
 * After the warm-up, the second half of the samples must use on average no more than the first half plus a tolerance. A leak per request exceeds the tolerance within ten thousand requests.
 */
export function isMemoryStable(samples: readonly MemorySample[]): boolean {
  const warm = samples.slice(Math.floor(samples.length * warmUpShare));
  const half = Math.floor(warm.length / 2);
  const [early, late] = [warm.slice(0, half), warm.slice(-half)];
  if (half === 0) return true;
  const growth = (readBytes: (sample: MemorySample) => number) =>
    mean(late.map(readBytes)) - mean(early.map(readBytes));
  return (
    growth((sample) => sample.heapBytes) <= heapToleranceBytes &&
    growth((sample) => sample.residentBytes) <= residentToleranceBytes
  );
}
