import assert from 'node:assert/strict'
import { test } from 'node:test'
import { evaluate } from '../../benches/bench/goals.mjs'
import { peersOf, runtimeOf } from '../../benches/bench/groups.mjs'

const ratio = (to, median, low, high, more = {}) => ({ work: 'c', way: 'http', runtime: 'node24', figure: 'cpu_us', peer: 'whippet', to, median, low, high, ...more })
const goals = (ratios, more = {}) => evaluate({ rows: [], ratios, ...more })

test('a_most_is_met_by_the_upper_end_of_the_interval', () => {
  const cases = [[1.05, 1, 1.1, true], [1.05, 1, 1.11, false], [1.2, 1.15, 1.3, false]]
  for (const [median, low, high, met] of cases) {
    const [goal] = goals([ratio('node-http', median, low, high)])
    assert.deepEqual([goal.limit, goal.bound, goal.median, goal.met], [1.1, 'most', median, met])
  }
})

test('a_least_is_met_by_the_lower_end_of_the_interval', () => {
  const requests = { work: 'a', figure: 'requests_per_s' }
  const cases = [[0.95, 1.05, true], [0.94, 1.2, false]]
  for (const [low, high, met] of cases) {
    const [goal] = goals([ratio('node-http', 1, low, high, requests)])
    assert.deepEqual([goal.limit, goal.bound, goal.met], [0.95, 'least', met])
  }
})

test('a_goal_for_every_peer_is_told_by_the_closest_and_not_by_the_limit', () => {
  const told = goals([ratio('node-http', 1.05, 1, 1.09), ratio('hono', 0.5, 0.4, 0.6), ratio('fastify', 0.9, 0.8, 0.99), ratio('fastapi', 0.1, 0.1, 0.1)])
  assert.deepEqual(told.map(({ to, every, met }) => [to, every, met]), [['node-http', false, true], ['fastify', true, true]])
  const missed = goals([ratio('hono', 1.1, 0.9, 1.2), ratio('fastify', 0.9, 0.8, 1.1)])
  assert.deepEqual(missed.map(({ to, met }) => [to, met]), [['hono', false]])
})

test('a_ratio_of_another_work_way_runtime_or_figure_is_not_taken', () => {
  for (const more of [{ work: 'f' }, { way: 'process' }, { runtime: 'python' }, { figure: 'p50_ms' }]) {
    assert.deepEqual(goals([ratio('node-http', 1, 1, 1, more)]), [])
  }
})

test('each_line_of_the_goals_is_told_where_it_was_measured', () => {
  const measured = (runtime, tos, figures) => figures.flatMap(([work, way, figure]) => tos.map((to) => ratio(to, 1, 1, 1, { work, way, figure, runtime })))
  const http = [['a', 'http', 'requests_per_s'], ...['a', 'b', 'c', 'd', 'e'].map((work) => [work, 'http', 'cpu_us']), ['f', 'http', 'memory_bytes'], ['f', 'http', 'p99_ms']]
  const lines = (ratios) => goals(ratios).map(({ goal, bound, limit, to, every }) => `${/\((\w)\)/.exec(goal)[1]} ${bound === 'most' ? '<=' : '>='} ${limit} ${every ? 'every peer' : to}`)
  const onNode = measured('node24', ['node-http', 'hono', 'fastify', 'express', 'fastapi'], [...http, ['b', 'start', 'excess_ms']])
  assert.deepEqual(lines(onNode), [
    ...['node-http', 'fastify', 'hono', 'express'].map((to, index) => `a >= ${[0.95, 1, 1, 1.8][index]} ${to}`),
    ...['node-http', 'hono', 'fastify', 'fastapi'].map((to, index) => `b <= ${[1.3, 0.35, 0.65, 0.3][index]} ${to}`),
    'd <= 0.3 hono',
    'd <= 0.5 fastify',
    'b <= 0.35 hono',
    'b <= 0.25 fastify',
    ...['c', 'e'].flatMap((work) => [`${work} <= 1.1 node-http`, `${work} <= 1 every peer`]),
    'f <= 1 every peer',
    'f <= 1 every peer',
  ])
  assert.deepEqual(lines(measured('node24', ['response', 'hono'], [['a', 'process', 'wall_us']])), ['a <= 1.2 response', 'a <= 0.8 hono'])
  const onWorkerd = measured('workerd', ['workerd', 'hono', 'workers-rs'], http)
  const both = ['a', 'b'].flatMap((work) => [`${work} <= 0.9 hono`, `${work} <= 0.5 workers-rs`])
  assert.deepEqual(lines(onWorkerd), [...both, ...['c', 'e', 'f', 'f'].map((work) => `${work} <= 1 every peer`)])
})

test('each_runtime_has_its_own_goals', () => {
  const told = goals(['node20', 'node24'].map((runtime, index) => ratio('node-http', 1 + index, 1 + index, 1 + index, { runtime })))
  assert.deepEqual(told.map(({ runtime, met, goal }) => [runtime, met, goal.includes(runtime === 'node20' ? 'Node 20' : 'Node 24')]), [['node24', false, true], ['node20', true, true]])
})

test('figures_by_themselves_have_goals', () => {
  const row = (work, way, figures) => ({ work, way, runtime: 'node24', peer: 'whippet', ...figures })
  const told = evaluate({
    rows: [row('a', 'handle', { wall_us: 0.4, low: 0.35, high: 0.51 }), row('hello', 'module', { wall_ms: 2, low: 1.9, high: 3 })],
    ratios: [],
    sizes: [{ what: 'hello', gzip_bytes: 20_001, limit: 20_000 }, { what: 'another', gzip_bytes: 1e9 }],
    memory: { requests: 1_000_000, grown_bytes: 0 },
    scaling: { concurrency: [{ size: 10, bytes_each: 9000 }, { size: 10_000, bytes_each: 999 }] },
  })
  assert.deepEqual(told.map(({ unit, limit, median, met }) => [unit, limit, median, met]), [
    ['µs', 0.5, 0.4, false],
    ['ms', 3, 2, true],
    ['bytes', 20_000, 20_001, false],
    ['bytes', 0, 0, true],
    ['bytes', 1000, 999, true],
  ])
})

test('memory_that_grows_misses_its_goal', () => {
  const [goal] = goals([], { memory: { requests: 1_000_000, grown_bytes: 65_536 } })
  assert.equal(goal.met, false)
})

test('what_was_not_measured_has_no_goal', () => {
  assert.deepEqual(goals([]), [])
})

test('a_group_has_its_limit_first_and_fastapi_stands_beside_both_nodes', () => {
  const peers = [
    { name: 'hono', runtimes: ['node20', 'node24'] },
    { name: 'node-http', runtimes: ['node20', 'node24'] },
    { name: 'fastapi', runtimes: ['python'] },
    { name: 'hono', runtimes: ['workerd'] },
    { name: 'workerd', runtimes: ['workerd'] },
  ]
  const names = (group) => peersOf(group, peers).map((peer) => `${peer.name} ${runtimeOf(group)(peer)}`)
  assert.deepEqual(names('node20'), ['node-http node20', 'hono node20', 'fastapi python'])
  assert.deepEqual(names('workerd'), ['workerd workerd', 'hono workerd'])
})
