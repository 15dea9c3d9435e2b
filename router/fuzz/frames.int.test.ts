import { expect, test } from 'vitest';
import { createRandom } from '../../platform/random.ts';
import { fuzzFrames } from './frames.ts';
import { drawInput } from './random-input.ts';

/** Always the same ones; `npm run fuzz -- frames` sends any number of others. */
const SEED = 13;
const ROUNDS = 150;

test('random frames and bodies neither end the process nor keep others from being served', async () => {
  const said: string[] = [];
  const faults = await fuzzFrames({ seed: SEED, rounds: ROUNDS, say: (line) => said.push(line) });
  expect([faults, said]).toEqual([0, [expect.stringContaining(`Seed ${SEED}: ${ROUNDS} rounds`)]]);
});

test('equal seeds give equal inputs, and every kind occurs', () => {
  const draw = (seed: number) => {
    const random = createRandom(seed, 'frames');
    return Array.from({ length: ROUNDS }, () => drawInput(random));
  };
  expect(draw(SEED)).toEqual(draw(SEED));
  expect(draw(SEED)).not.toEqual(draw(SEED + 1));
  expect(new Set(draw(SEED).map(({ kind }) => kind)).size).toBe(13);
});
