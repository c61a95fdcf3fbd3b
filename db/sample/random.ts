/** Repeatable random choices: the same seed and stream give the same choices on every machine. */
export interface Random {
  /** Both limits are inclusive. */
  integer(min: number, max: number): number;
  decimal(min: number, max: number, decimals: number): number;
  chance(probability: number): boolean;
  pick<T>(choices: readonly T[]): T;
  shuffle<T>(items: readonly T[]): T[];
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (const character of text) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return state >>> 0;
}

/** mulberry32, whose 32 bits of state are enough for sample data. */
function createGenerator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @param stream independent of other streams, so that an added choice in one changes nothing in the others */
export function createRandom(seed: number, stream: string): Random {
  const next = createGenerator(hash(`${seed}/${stream}`));
  const integer = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  return {
    integer,
    decimal: (min, max, decimals) => Number((min + next() * (max - min)).toFixed(decimals)),
    chance: (probability) => next() < probability,
    pick: (choices) => {
      const choice = choices[integer(0, choices.length - 1)];
      if (choice === undefined) throw new Error('pick needs at least one choice.');
      return choice;
    },
    shuffle: <T>(items: readonly T[]) => {
      const rest = [...items];
      const shuffled: T[] = [];
      while (rest.length > 0) shuffled.push(...rest.splice(integer(0, rest.length - 1), 1));
      return shuffled;
    },
  };
}
