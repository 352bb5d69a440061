/**
 * What was measured, as `results.json` has it: rows of medians, and ratios of Whippet to each other in the same group.
 *
 * An entry is what a way of measuring gives: `{ work, way, group, runtime, peer, rounds }`, an object of figures for each round. `group` is who
 * took turns with whom; `runtime` is where the peer itself runs.
 */
import { ratioOf, summarise } from '../statistics.mjs'

/** The peer whose ratios are reported. */
export const OURS = 'whippet'
/** By which figure a row says how sure it is: the first that it has. */
const SPREAD_OF = ['cpu_us', 'wall_us', 'wall_ms', 'first_answer_ms']

const valuesOf = (rounds, figure) => rounds.map((round) => round[figure]).filter((value) => value !== undefined)
const figuresOf = (rounds) => [...new Set(rounds.flatMap(Object.keys))]

/** The rows: a peer that was asked in two groups has one. The start of a process is a figure of its work. */
export function rowsOf(entries) {
  const rows = new Map()
  for (const { work, way, runtime, peer, rounds } of entries) {
    const head = { work, way: way === 'start' ? 'http' : way, runtime, peer }
    const key = JSON.stringify(head)
    rows.set(key, { head, rounds: [...(rows.get(key)?.rounds ?? []), ...rounds] })
  }
  return [...rows.values()].map(({ head, rounds }) => {
    const figures = figuresOf(rounds)
    const medians = Object.fromEntries(figures.map((figure) => [figure, summarise(valuesOf(rounds, figure)).median]))
    const sure = SPREAD_OF.find((figure) => figures.includes(figure))
    const { low, high, spread } = summarise(valuesOf(rounds, sure))
    return { ...head, ...medians, low, high, spread }
  })
}

/** The ratios of ours to each other of the same group, figure by figure. */
export function ratiosOf(entries) {
  return entries
    .filter(({ peer }) => peer === OURS)
    .flatMap((ours) =>
      entries
        .filter(({ peer, work, way, group }) => peer !== OURS && work === ours.work && way === ours.way && group === ours.group)
        .flatMap((other) => figuresOf(ours.rounds).flatMap((figure) => ratioFor(ours, other, figure))),
    )
}

function ratioFor(ours, other, figure) {
  const [ones, others] = [valuesOf(ours.rounds, figure), valuesOf(other.rounds, figure)]
  // Nothing is a multiple of nothing: the limit has no time in excess of itself.
  if (others.length !== ones.length || others.every((value) => value === 0)) return []
  const { median, low, high } = ratioOf(ones, others)
  const { work, way, group, peer } = ours
  return [{ work, way, runtime: group, figure, peer, to: other.peer, median, low, high }]
}
