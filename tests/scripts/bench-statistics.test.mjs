import assert from 'node:assert/strict'
import { test } from 'node:test'
import { quietly, refuseNoisy, worst } from '../../benches/bench/noise.mjs'
import { ratiosOf, rowsOf } from '../../benches/bench/results.mjs'
import { alternate, ratioOf, summarise } from '../../benches/statistics.mjs'
import { Stop } from '../../scripts/project.mjs'

const range = (count) => Array.from({ length: count }, (_, index) => index + 1)

test('a_median_of_an_even_number_lies_between_the_two_in_the_middle', () => {
  assert.equal(summarise([4, 1, 3, 2]).median, 2.5)
  assert.equal(summarise([9, 1, 5]).median, 5)
})

test('the_interval_narrows_with_the_number_of_rounds', () => {
  // Places of the ordered values, after the binomial distribution.
  const cases = [[1, 1, 1], [5, 1, 5], [12, 3, 10], [41, 14, 28], [101, 41, 61]]
  for (const [count, low, high] of cases) {
    const summary = summarise(range(count).reverse())
    assert.deepEqual([count, summary.low, summary.high], [count, low, high])
  }
})

test('a_single_outlier_moves_neither_median_nor_interval_of_many_rounds', () => {
  const { median, low, high } = summarise(range(41))
  assert.deepEqual(summarise([...range(40), 1e9]), { median, low, high, spread: (high - low) / median })
})

test('a_ratio_is_that_of_rounds_side_by_side', () => {
  // The machine was slow in one round: for both.
  const ratio = ratioOf([1, 10, 1], [2, 20, 2])
  assert.deepEqual([ratio.median, ratio.low, ratio.high], [0.5, 0.5, 0.5])
})

test('who_begins_changes_with_each_round_and_warm_up_is_not_counted', async () => {
  const order = []
  const things = ['a', 'b', 'c'].map((name) => () => order.push(name))
  const figures = await alternate(things, { rounds: 2, warmUp: 1 })
  assert.equal(order.join(''), 'abcbcacab')
  assert.deepEqual(figures, [[6, 8], [4, 9], [5, 7]])
})

const QUIET = [100, 101, 99, 100, 100]
const NOISY = [100, 160, 60, 100, 130]
const limit = (rounds) => {
  let round = 0
  return () => ({ cpu_us: rounds[round++ % rounds.length] })
}
const quietSoFar = () => ({ notes: [], measured: 0 })
const plan = { rounds: 5, warmUp: 0, attempts: 2 }

test('the_noise_is_that_of_the_worst_figure', () => {
  const { figure, spread } = worst([{ a: 1, b: 1 }, { a: 1, b: 2 }, { a: 1, b: 3 }], ['a', 'b'])
  assert.deepEqual([figure, spread], ['b', 1])
})

test('a_quiet_limit_is_measured_once_a_noisy_one_again', async () => {
  const about = { what: 'it', figures: ['cpu_us'], noise: quietSoFar() }
  assert.equal((await quietly([limit(QUIET)], plan, about))[0].length, 5)
  assert.equal((await quietly([limit([...NOISY, ...QUIET, ...QUIET])], { ...plan, attempts: 5 }, about))[0].length, 15)
})

test('what_stays_noisy_is_noted', async () => {
  const noise = quietSoFar()
  const [rounds] = await quietly([limit(NOISY)], plan, { what: 'node:http', figures: ['cpu_us'], noise })
  assert.equal(rounds.length, 10)
  assert.equal(noise.measured, 1)
  assert.match(noise.notes[0], /^too noisy: cpu_us of node:http .* 20 %/)
})

test('a_run_that_was_noisy_for_more_than_a_quarter_is_refused', () => {
  refuseNoisy({ notes: ['one'], measured: 4 })
  assert.throws(() => refuseNoisy({ notes: ['one', 'two'], measured: 7 }), Stop)
})

test('only_the_limit_has_to_be_quiet', async () => {
  const [, peer] = await quietly([limit(QUIET), limit(NOISY)], plan, { what: 'it', figures: ['cpu_us'], noise: quietSoFar() })
  assert.equal(peer.length, 5)
})

const entry = (group, peer, cpu, more = {}) => ({ work: 'a', way: 'http', group, runtime: peer === 'fastapi' ? 'python' : group, peer, rounds: cpu.map((cpu_us) => ({ cpu_us })), ...more })

test('a_row_has_medians_and_its_spread', () => {
  const [row] = rowsOf([entry('node24', 'hono', [3, 1, 2])])
  assert.deepEqual(row, { work: 'a', way: 'http', runtime: 'node24', peer: 'hono', cpu_us: 2, low: 1, high: 3, spread: 1 })
})

test('a_peer_in_two_groups_has_one_row_and_a_ratio_in_each', () => {
  const entries = ['node20', 'node24'].flatMap((group, index) => [entry(group, 'whippet', [10, 10, 10]), entry(group, 'fastapi', [20, 20, 20].map((value) => value * (index + 1)))])
  const rows = rowsOf(entries)
  assert.deepEqual(rows.map(({ runtime, cpu_us }) => [runtime, cpu_us]), [['node20', 10], ['python', 30], ['node24', 10]])
  assert.deepEqual(ratiosOf(entries).map(({ runtime, to, median }) => [runtime, to, median]), [['node20', 'fastapi', 0.5], ['node24', 'fastapi', 0.25]])
})

test('the_start_of_a_process_stands_in_the_row_of_its_work', () => {
  const start = entry('node24', 'hono', [], { way: 'start', rounds: [{ first_answer_ms: 100, excess_ms: 20 }] })
  const rows = rowsOf([entry('node24', 'hono', [5]), start])
  assert.deepEqual(rows, [{ work: 'a', way: 'http', runtime: 'node24', peer: 'hono', cpu_us: 5, first_answer_ms: 100, excess_ms: 20, low: 5, high: 5, spread: 0 }])
})

test('a_ratio_to_nothing_is_left_out', () => {
  const start = (peer, excess_ms) => entry('node24', peer, [], { way: 'start', rounds: [{ first_answer_ms: 100, excess_ms }] })
  const ratios = ratiosOf([start('node-http', 0), start('whippet', 10), start('hono', 40)])
  assert.deepEqual(ratios.map(({ figure, to, median }) => [figure, to, median]), [
    ['first_answer_ms', 'node-http', 1],
    ['first_answer_ms', 'hono', 1],
    ['excess_ms', 'hono', 0.25],
  ])
})
