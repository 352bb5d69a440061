/**
 * Medians, how sure they are, and rounds: what a benchmark measures with.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc')

/** The median of some values, and the two values between which it lies with a certainty of 95 %. */
export function summarise(values) {
  const sorted = [...values].sort((one, other) => one - other)
  // How many of n values lie below the median is binomial: n / 2, give or take the square root of n / 4.
  const [middle, reach] = [(sorted.length - 1) / 2, 0.98 * Math.sqrt(sorted.length)]
  const at = (place) => sorted[Math.min(Math.max(place, 0), sorted.length - 1)]
  const median = (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2
  const [low, high] = [at(Math.floor(middle - reach)), at(Math.ceil(middle + reach))]
  return { median, low, high, spread: (high - low) / median }
}

/** How many times as much one is as another: the ratios of the rounds that stand side by side, summarised. */
export function ratioOf(ones, others) {
  return summarise(ones.map((one, round) => one / others[round]))
}

/**
 * Measures some things in turn, over and over, so that what disturbs the machine for a while disturbs all of them.
 *
 * Each takes none and returns what it measured, at once or as a promise. The first rounds are not counted: the engine still compiles.
 * Who begins changes with each round. Many short rounds tell more than a few long ones: what disturbs one is an outlier then, which a
 * median leaves out. Returns a list of figures for each, a figure a round.
 */
export async function alternate(things, { rounds, warmUp }) {
  const figures = things.map(() => [])
  collectGarbage()
  for (let round = -warmUp; round < rounds; round += 1) {
    for (let turn = 0; turn < things.length; turn += 1) {
      const index = (turn + round + warmUp) % things.length
      const figure = await things[index]()
      if (round >= 0) figures[index].push(figure)
    }
  }
  return figures
}
