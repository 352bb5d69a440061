/**
 * Whether a run is quiet enough to be believed.
 *
 * 1. The limit of each group tells: bare `node:http`, bare workerd, the function that only makes the `Response`. It does the least, so what
 *    its rounds differ by is the machine's doing.
 * 2. The median of its rounds has to be known to 20 %: the two values between which it lies with a certainty of 95 % are no farther apart.
 * 3. Where they are, all rounds are run once more and count together with the first, a few times and as long as there is time. Then it is noted, and
 *    the report says so: ratios between those who took turns, and their intervals, hold all the same, only that the intervals are wide.
 * 4. A run in which more than a quarter of all that was measured was too noisy is refused.
 */
import { loadavg } from 'node:os'
import { say, Stop } from '../../scripts/project.mjs'
import { alternate, summarise } from '../statistics.mjs'
import { hasTime } from './plan.mjs'

/** How far apart the two values may be, as a share of the median. */
export const MOST_SPREAD = 0.2

/** How much of a run may be too noisy. */
const MOST_NOISY = 0.25

/** Stops where too much of a run was too noisy. */
export function refuseNoisy({ notes, measured }) {
  if (notes.length > measured * MOST_NOISY) throw new Stop(`${notes.length} of ${measured} measurements were too noisy; nothing is written`)
}

/** The figure of some rounds that is known worst, of those that count. */
export function worst(rounds, figures) {
  const all = figures.map((figure) => ({ figure, spread: summarise(rounds.map((round) => round[figure])).spread }))
  return all.reduce((one, other) => (other.spread > one.spread ? other : one))
}

/** The sentence about a run that is too noisy. */
export function tooNoisy(what, { figure, spread }) {
  const percent = (share) => `${Math.round(share * 100)} %`
  return `too noisy: ${figure} of ${what} is known to ${percent(spread)} only, and ${percent(MOST_SPREAD)} are asked for (the load was ${loadavg()[0].toFixed(1)})`
}

/**
 * Measures some things in turn, as `alternate` does, until the first of them, the limit, is known well enough.
 *
 * Each gives an object of figures; `figures` names those of the limit that have to be quiet, and `seconds` says how long all rounds take. What is too
 * noisy is put into `noise.notes`; `noise.measured` counts all that was measured.
 */
export async function quietly(things, { rounds, warmUp, attempts }, { what, figures, noise, seconds = 0 }) {
  noise.measured += 1
  const all = things.map(() => [])
  for (let attempt = 1; ; attempt += 1) {
    const more = await alternate(things, { rounds, warmUp: attempt === 1 ? warmUp : 0 })
    for (const [index, each] of more.entries()) all[index].push(...each)
    const known = worst(all[0], figures)
    if (known.spread <= MOST_SPREAD) return all
    if (attempt < attempts && hasTime(seconds)) say(`${what}: noisy, once more`)
    else {
      noise.notes.push(tooNoisy(what, known))
      return all
    }
  }
}
