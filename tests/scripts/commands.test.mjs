import assert from 'node:assert/strict'
import { readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { generated } from '../../scripts/boundary.mjs'
import { isVersion, LeftOut, promised } from '../../scripts/minimum.mjs'
import { duration, Stop } from '../../scripts/project.mjs'
import { ADDED, addedTable, BUDGETS, checkBudgets, checkRows, compare, restated, stated, table } from '../../scripts/size.mjs'
import { countRust, steps } from '../../scripts/steps.mjs'
import { chosen, runStep, summary } from '../../scripts/test.mjs'
import { bare, clone, finish, folder } from './copy.mjs'

const named = (args, all) => chosen(args, all).map(({ name }) => name)

test('only_runs_the_steps_that_are_named_in_their_own_order', () => {
  const all = ['a', 'b', 'c'].map((name) => ({ name }))
  const cases = [[[], 'abc'], [['--only', 'b'], 'b'], [['--only=c,a'], 'ac'], [['--only', 'c', '--only', 'b'], 'bc']]
  for (const [args, expected] of cases) assert.equal(named(args, all).join(''), expected)
  for (const args of [['--only', 'd'], ['--only'], ['--fast'], ['a']]) assert.throws(() => chosen(args, all), Stop)
})

test('every_step_has_its_own_name_and_says_what_it_needs', () => {
  assert.equal(new Set(steps.map(({ name }) => name)).size, steps.length)
  for (const { title, needs, run } of steps) assert.deepEqual([typeof title, Array.isArray(needs), typeof run], ['string', true, 'function'])
})

test('a_step_passes_fails_or_is_left_out', async () => {
  const outcome = async (run) => {
    const { result, remark } = await runStep({ name: 'x', run })
    return [result, remark]
  }
  const fail = (error) => () => Promise.reject(error)
  assert.deepEqual(await outcome(async () => '3 tests'), ['passed', '3 tests'])
  assert.deepEqual(await outcome(() => ({ ok: true })), ['passed', ''])
  assert.deepEqual(await outcome(fail(new Stop('broken'))), ['failed', 'broken'])
  assert.deepEqual(await outcome(fail(new LeftOut('not here'))), ['skipped', 'not here'])
})

test('a_script_runs_in_a_folder_that_is_reached_through_a_link', { skip: process.platform === 'win32' }, async (t) => {
  const link = join(folder(t), 'link')
  symlinkSync(clone(t), link)
  const { code, said } = await finish(t, link, 'test.mjs', ['--list'], bare(folder(t)))
  assert.equal(code, 0)
  assert.match(said, /^fresh +/)
})

test('the_last_line_counts_the_steps', () => {
  const result = (result) => ({ name: 'step', result, remark: '', time: 10 })
  const last = (...results) => summary(results.map(result)).split('\n').at(-1)
  assert.equal(last('passed', 'passed'), '2 passed, 0 failed')
  assert.equal(last('failed', 'passed'), '1 passed, 1 failed')
  assert.equal(last('passed', 'skipped'), '1 passed, 0 failed, 1 skipped')
})

test('a_run_of_no_rust_test_has_failed', () => {
  assert.equal(countRust({ output: 'test result: ok. 2 passed; 0 failed\n…\ntest result: ok. 40 passed; 0 failed\n' }), '42 tests')
  for (const output of ['no tests to run!\n', 'test result: ok. 0 passed; 0 failed\n']) assert.throws(() => countRust({ output }), /no test ran/)
})

test('the_generated_file_is_what_tsc_made_under_a_line_that_says_so', () => {
  const lines = generated('core', 'export const a = 1;\r\n//# sourceMappingURL=core.js.map\r\n').split('\n')
  assert.match(lines[0], /^\/\/ Generated from npm\/src\/core\.ts/)
  assert.deepEqual(lines.slice(1), ['export const a = 1;', ''])
  assert.deepEqual(generated('core', 'export const a = 1;\n').split('\n').slice(1), ['export const a = 1;', ''])
})

test('the_promised_rust_is_told_from_others', () => {
  assert.equal(promised('[workspace.package]\nrust-version = "1.95"\n'), '1.95')
  assert.equal(promised('rust-version = "1.95.0"'), '1.95')
  assert.throws(() => promised('[package]'), /no rust-version/)
  const yes = ['rustc 1.95.0 (5980 2026-04-14)', '1.95-x86_64-unknown-linux-gnu', '1.95.0-x86_64-apple-darwin (default)']
  const no = ['rustc 1.96.0 (ac68 2026-05-25)', 'stable-x86_64-unknown-linux-gnu', '1.9-x86_64', 'rustc 11.95.0', '']
  for (const line of yes) assert.equal(isVersion(line, '1.95'), true, line)
  for (const line of no) assert.equal(isVersion(line, '1.95'), false, line)
})

test('a_duration_is_said_as_a_person_would', () => {
  const cases = [[94, '0.1 s'], [9_940, '9.9 s'], [12_400, '12 s'], [59_700, '1 min 00 s'], [185_000, '3 min 05 s']]
  for (const [milliseconds, text] of cases) assert.equal(duration(milliseconds), text)
})

/** What two builds say of themselves, the demo's wasm `wasm` bytes large. */
function builds(wasm, rustc = 'rustc 1.96.0 (ac68faa20 2026-05-25)') {
  const javascript = { raw: 9000, gzip: 3000 }
  const tools = { rustc, wasmBindgen: '0.2.130', wasmOpt: 'version 132' }
  return [
    { app: 'hello', ...tools, sizes: { 'app_bg.wasm': { raw: 1000, gzip: 500 }, javascript } },
    { app: 'demo', ...tools, sizes: { 'app_bg.wasm': { raw: wasm, gzip: 70000 }, javascript } },
  ]
}

test('sizes_are_a_table_with_their_tools', () => {
  const lines = table(builds(200_000)).split('\n')
  assert.equal(lines[2], '| hello | 1,000 | 500 | 9,000 | 3,000 | 3,500 |')
  assert.equal(lines[3], '| demo | 200,000 | 70,000 | 9,000 | 3,000 | 73,000 |')
  assert.equal(lines.at(-1), 'Bytes, with rustc 1.96.0, wasm-bindgen 0.2.130 and wasm-opt 132.')
})

test('stated_sizes_may_be_off_by_one_percent_and_no_more', () => {
  const said = table(builds(200_000))
  compare(said, table(builds(201_900)))
  assert.throws(() => compare(said, table(builds(204_000))), /README\.md states 200000 bytes for demo where 204000 were measured/)
  assert.throws(() => compare(said.replace(/^\| hello.*\n/m, ''), said), /states no bytes for hello where 1000 were measured/)
  assert.throws(() => compare('', said), /README\.md states no sizes yet/)
  assert.throws(() => compare(said, table(builds(300_000, 'rustc 1.97.0 (x)'))), LeftOut)
})

test('what_is_larger_than_its_budget_is_refused_by_any_compiler', () => {
  const [hello, demo] = builds(200_000, 'rustc 1.97.0 (x)')
  checkBudgets([hello, demo], { hello: 3500, javascript: 3000 })
  assert.throws(() => checkBudgets([demo, hello], { hello: 3499, javascript: 3000 }), /^Stop: hello has 3500 bytes after gzip -9, and may have 3499/)
  assert.throws(() => checkBudgets([demo], { javascript: 2999 }), /^Stop: the JavaScript of demo has 3000 bytes/)
  for (const name of ['hello', 'api', 'javascript']) assert.ok(BUDGETS[name] > 0, name)
})

test('sizes_stand_between_two_comments', () => {
  assert.equal(stated('# x\n<!-- sizes: written by `npm run size -- --write` -->\na\nb\n<!-- /sizes -->\n'), 'a\nb')
  assert.throws(() => stated('# x\n'), /README\.md lacks the lines/)
})

test('a_new_table_stands_between_the_comments_and_nothing_else_changes', () => {
  const empty = '# x\n<!-- sizes: written by `npm run size -- --write` -->\n<!-- /sizes -->\nend\n'
  const written = restated(empty, 'a\nb')
  assert.equal(stated(written), 'a\nb')
  assert.equal(restated(written, 'c'), empty.replace('-->\n', '-->\nc\n'))
})

test('what_is_added_has_a_row_for_each_extractor', () => {
  const added = ADDED.map(([feature], index) => ({ feature, wasm: 1000 + index, gzip: -index }))
  const readme = (rows) => `<!-- added sizes: written by \`npm run size -- --write\` -->\n${addedTable(rows)}\n<!-- /added sizes -->`
  assert.equal(addedTable(added).split('\n')[3], '| `Query` | 1,001 | -1 |')
  checkRows(readme(added))
  assert.throws(() => checkRows(readme(added.slice(1))), /has no row for `Path` among the added sizes/)
  assert.throws(() => checkRows(readme(added).replace('| `Path` |', '| `Way` |')), /has no row for `Path`/)
  assert.throws(() => checkRows(`${readme(added).replace('| `Path` |', '| `Way` | 1 | 1 |\n| `Path` |')}`), /has a row for `Way`/)
  assert.throws(() => checkRows('# x'), /README\.md lacks the lines/)
})

test('each_size_is_measured_by_a_feature_of_its_own', () => {
  const manifest = readFileSync(new URL('../../benches/sizes/Cargo.toml', import.meta.url), 'utf8')
  const features = [...manifest.matchAll(/^([a-z-]+) = \[/gm)].map(([, name]) => name).filter((name) => !['apart', 'api', 'crate-type', 'key'].includes(name))
  assert.deepEqual(ADDED.map(([feature]) => feature).sort(), features.sort())
})
