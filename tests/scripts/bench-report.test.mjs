import assert from 'node:assert/strict'
import { test } from 'node:test'
import { evaluate } from '../../benches/bench/goals.mjs'
import { ratiosOf, rowsOf } from '../../benches/bench/results.mjs'
import { document } from '../../benches/report/document.mjs'
import { figure, interval, ratio, size, table, whole } from '../../benches/report/numbers.mjs'
import { barsOf, panels } from '../../benches/report/picture.mjs'
import { balance, shortReport, shortRows } from '../../benches/report/short.mjs'
import { verdicts } from '../../benches/report/verdicts.mjs'

const MACHINE = { cpu: 'a processor', cores: 2, memory: 2 ** 33, os: 'Debian 12', node20: 'v20.1.0', node24: 'v24.2.0', python: 'Python 3.11', rustc: 'rustc 1.96.0 (abc)', wasmBindgen: '0.2', wasmOpt: 'version 132', wrk: '4.1', date: '2026-01-02' }
const PEERS = [['node-http', 'node:http, bare'], ['whippet', 'Whippet'], ['hono', 'Hono'], ['fastify', 'Fastify']].map(([name, title]) => ({ name, title, runtimes: ['node24'], versions: `${name} 1.2.3` }))

/** A run on Node 24 in which each peer needs so many microseconds for each work. */
function results(microseconds, works = ['a', 'b']) {
  const rounds = (cpu_us) => [1, 1, 1].map(() => ({ cpu_us, requests_per_s: 1e6 / cpu_us, p50_ms: cpu_us / 100, p99_ms: cpu_us / 10, memory_bytes: cpu_us * 1e6 }))
  const entries = works.flatMap((work) => Object.entries(microseconds).map(([peer, cpu]) => ({ work, way: 'http', group: 'node24', runtime: 'node24', peer, rounds: rounds(cpu) })))
  const all = { machine: MACHINE, peers: PEERS, rows: rowsOf(entries), ratios: ratiosOf(entries), sizes: [], scaling: {} }
  return { ...all, goals: evaluate(all) }
}

const RUN = results({ 'node-http': 10, whippet: 20, hono: 40, fastify: 16 })

test('figures_have_three_digits', () => {
  const cases = [[52_345, '52,300'], [197.4, '197'], [21.94, '21.9'], [3.456, '3.46'], [0.354, '0.35'], [0, '0'], [undefined, '–'], [null, '–']]
  for (const [value, text] of cases) assert.equal(figure(value), text)
})

test('sizes_and_ratios_are_written_as_a_person_would', () => {
  assert.deepEqual([0, 999, 64_000, 4_500_000].map(size), ['0 B', '999 B', '64 kB', '4.5 MB'])
  assert.deepEqual([whole(92_086), ratio(0.954), ratio(12.34)], ['92,086', '0.95', '12.3'])
  assert.equal(interval({ median: 1, low: 0.9, high: 1.1 }), '1.00 (0.90 to 1.10)')
})

test('a_table_is_markdown_with_numbers_to_the_right', () => {
  assert.equal(table(['', 'µs'], [['x', '1']]), '|  | µs |\n| --- | ---: |\n| x | 1 |')
})

test('who_needs_least_stands_first', () => {
  assert.deepEqual(shortRows(RUN).map(([title]) => title), ['node:http, bare', 'Fastify', '**Whippet**', 'Hono'])
})

test('losses_are_told_as_wins_are_and_the_limit_is_no_peer', () => {
  const all = verdicts(RUN, 'node24')
  assert.deepEqual(all.map(({ name, to, verdict }) => [name, to, verdict]), [
    ['(a) CPU time', 'hono', 'ahead'],
    ['(a) CPU time', 'fastify', 'behind'],
    ['(b) CPU time', 'hono', 'ahead'],
    ['(b) CPU time', 'fastify', 'behind'],
  ])
  const text = balance(RUN).join(' ')
  assert.match(text, /ahead in 2, behind in 2, and 0 are undecided/)
  assert.match(text, /Behind, .*: \(a\) CPU time: Fastify 1\.25; \(b\) CPU time: Fastify 1\.25\./)
  assert.doesNotMatch(text, /Undecided/)
})

test('a_module_that_is_larger_than_a_peer_s_bundle_is_a_loss', () => {
  const size = (peer, gzip_bytes, runtimes = ['node24']) => ({ peer, gzip_bytes, runtimes })
  const sizes = [{ what: 'hello', gzip_bytes: 1 }, size('whippet', 200), size('hono', 50), size('fastify', 400), size('node-http', 1), size('hono', 10, ['workerd'])]
  const told = verdicts({ ratios: [], sizes }, 'node24')
  assert.deepEqual(told.map(({ name, to, median, verdict }) => [name, to, median, verdict]), [['size', 'hono', 4, 'behind'], ['size', 'fastify', 0.5, 'ahead']])
})

test('a_comparison_whose_interval_has_1_in_it_is_undecided', () => {
  const even = { ...RUN, ratios: RUN.ratios.map((ratio) => ({ ...ratio, low: 0.9, high: 1.1 })) }
  assert.match(balance(even).join(' '), /ahead in 0, behind in 0, and 4 are undecided\. Undecided, /)
})

test('the_readme_has_the_table_the_picture_and_the_losses', () => {
  const text = shortReport(RUN)
  assert.match(text, /^\| \*\*Whippet\*\* \| \*\*20\.0\*\* \|/m)
  assert.match(text, /!\[.*\]\(docs\/benchmarks\.svg\)/)
  assert.match(text, /Behind, .*Fastify 1\.25/)
  assert.match(text, /Of the 6 goals 1 are met\./)
})

test('the_document_has_a_table_for_each_work_in_the_order_of_its_figures', () => {
  const text = document(RUN)
  const [, part] = /### \(a\) .*?\n([\s\S]*?)\n### /.exec(text)
  assert.deepEqual([...part.matchAll(/^\| (?!---|Node)(\S+)/gm)].map(([, name]) => name), ['node:http,', 'Fastify', '**Whippet**', 'Hono'])
  assert.match(part, /\| Hono \| 40\.0 \| 25,000 \| 0\.40 \| 4\.00 \| 40 \| 0\.50 \(0\.50 to 0\.50\) \|/)
  assert.match(text, /2026-01-02, on a processor with 2 cores and 8 GiB .* Node 20\.1\.0; Node 24\.2\.0; .* rustc 1\.96\.0; .* wasm-opt 132;/)
})

test('the_document_says_of_each_goal_whether_it_is_met', () => {
  const text = document(RUN)
  assert.match(text, /^\| \(a\) over HTTP, Node 24: requests a second \| ≥ 1\.00 × Hono \| 2\.00 \| +\| met \|$/m)
  assert.match(text, /^\| \(a\) over HTTP, Node 24: requests a second \| ≥ 1\.00 × Fastify \| 0\.80 \| +\| \*\*missed\*\* \|$/m)
})

test('the_document_leaves_out_what_was_not_measured', () => {
  const text = document(RUN)
  for (const heading of ['## Sizes', '## In process', '## How costs grow', '### (c)']) assert.ok(!text.includes(heading), heading)
  const empty = document({ ...results({}), scaling: { router: [{ size: 10, fetch_us: 5, handle_us: 1, to_fewest: { median: 1, low: 1, high: 1 } }] } })
  assert.match(empty, /^\| 10 \| 5\.00 \| 1\.00 \| 1\.00 \(1\.00 to 1\.00\) \|$/m)
})

test('a_picture_has_a_panel_for_each_work_that_was_measured', () => {
  const all = panels(RUN, 'node24')
  assert.deepEqual(all.map(({ title: [title] }) => title), ['(a) a route among 50', '(b) an order, validated'])
  assert.deepEqual(all[0].bars.map(({ peer, value }) => [peer, value]), [['node-http', 10], ['whippet', 20], ['hono', 40], ['fastify', 16]])
})

test('a_bar_that_is_far_longer_than_all_others_is_cut_and_says_so', () => {
  const bars = barsOf([{ peer: 'fastapi', value: 500 }, { peer: 'whippet', value: 10 }, { peer: 'hono', value: 100 }], (name) => name)
  assert.deepEqual(bars.map(({ peer, value, label }) => [peer, Math.round(value), label]), [['whippet', 10, '10.0'], ['hono', 100, '100'], ['fastapi', 115, '▸ 500']])
  assert.deepEqual(barsOf([{ peer: 'whippet', value: 10 }, { peer: 'hono', value: 19 }], (name) => name).map(({ label }) => label), ['10.0', '19.0'])
})
