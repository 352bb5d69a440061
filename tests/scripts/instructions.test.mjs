/**
 * A module that counts its own instructions, and how its figures are compared with those that are kept.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { COUNTER, instrument } from '../../benches/instrument.mjs'
import { compareInstructions, instructionsTable } from '../../scripts/instructions.mjs'
import { LeftOut } from '../../scripts/minimum.mjs'
import { Stop } from '../../scripts/project.mjs'

const number = (value) => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...number(value >> 7)])
const list = (items) => [...number(items.length), ...items.flat()]
const section = (id, items) => [id, ...number(list(items).length), ...list(items)]
const text = (name) => [...number(name.length), ...Buffer.from(name)]
const I32 = 0x7f

/** A module whose functions each take an i32 and give one; the first is exported as `run`. */
function moduleOf(codes, { imports = [], globals = [], more = [] } = {}) {
  const bodies = codes.map((code) => {
    const body = [...list([[1, I32]]), ...code, 0x0b]
    return [...number(body.length), ...body]
  })
  const functions = imports.filter((each) => each.at(-2) === 0).length
  return new Uint8Array([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [[0x60, 1, I32, 1, I32]]),
    ...(imports.length ? section(2, imports) : []),
    ...section(3, codes.map(() => [0])),
    ...section(4, [[0x70, 0, 2]]),
    ...section(5, [[0, 1]]),
    ...(globals.length ? section(6, globals) : []),
    ...section(7, [[...text('run'), 0, functions]]),
    ...section(9, [[0, 0x41, 0, 0x0b, ...list(codes.map((_, index) => [functions + index]))]]),
    ...section(10, bodies),
    ...more,
  ])
}

/** What a function gives, and how many instructions that takes. */
function run(bytes, argument, imports = {}) {
  const plain = new WebAssembly.Instance(new WebAssembly.Module(bytes), imports).exports
  const { run, [COUNTER]: counter } = new WebAssembly.Instance(new WebAssembly.Module(instrument(bytes)), imports).exports
  const given = run(argument)
  assert.equal(given, plain.run(argument), 'it does something else')
  return [given, Number(counter.value)]
}

const get = (local) => [0x20, local]
const set = (local) => [0x21, local]
const constant = (value) => [0x41, value]
const [ADD, SUB, DROP, RETURN, EQZ] = [0x6a, 0x6b, 0x1a, 0x0f, 0x45]
const block = (...code) => [0x02, 0x40, ...code.flat(), 0x0b]
const loop = (...code) => [0x03, 0x40, ...code.flat(), 0x0b]
const jumpIf = (depth) => [0x0d, depth]

/** A function's code, what it is called with, what it gives, and how many of its instructions that takes. */
const CASES = {
  'what follows each other': [[get(0), constant(1), ADD], 4, 5, 3],
  'no marker of a structure': [block(block(block())).concat(get(0)), 4, 4, 1],
  'one side of a condition': [[get(0), 0x04, I32, constant(1), 0x05, constant(2), constant(3), ADD, 0x0b], 1, 1, 3],
  'the other side of a condition': [[get(0), 0x04, I32, constant(1), 0x05, constant(2), constant(3), ADD, 0x0b], 0, 5, 5],
  'a condition without another side': [[get(0), 0x04, 0x40, constant(1), set(1), 0x0b, get(1)], 0, 0, 3],
  // The last jumps no more, which is asked as well.
  'each round of a loop': [[loop(get(0), constant(1), SUB, 0x22, 0, jumpIf(0)), get(0)], 7, 0, 7 * 5 + 1],
  'not what a jump leaves out': [[block(get(0), jumpIf(0), constant(9), set(1)), get(1)], 1, 0, 3],
  'what a jump does not leave out': [[block(get(0), jumpIf(0), constant(9), set(1)), get(1)], 0, 9, 5],
  'nothing behind a return': [[get(0), RETURN, constant(1), DROP], 4, 4, 2],
  'nothing behind a jump': [[block(0x0c, 0, constant(1), DROP), get(0)], 4, 4, 2],
  'the place that a table names': [[block(block(get(0), 0x0e, 1, 0, 1), constant(9), set(1)), get(1)], 0, 9, 5],
  'the place that a table names for all else': [[block(block(get(0), 0x0e, 1, 0, 1), constant(9), set(1)), get(1)], 5, 0, 3],
  'numbers of every width': [
    [get(0), DROP, 0x41, 0xff, 0xff, 0x7e, DROP, 0x42, 0x80, 0x80, 0x80, 0x80, 0x10, DROP, 0x43, 0x0b, 0x0b, 0x0b, 0x0b, DROP, 0x44, 3, 3, 3, 3, 3, 3, 3, 3, DROP, get(0)],
    4, 4, 11,
  ],
  'memory, as a whole and by its bytes': [
    [constant(0), get(0), 0x36, 2, 8, constant(32), constant(0), constant(16), 0xfc, 10, 0, 0, constant(0), constant(0), constant(1), 0xfc, 11, 0, 0x3f, 0, DROP, constant(32), 0x28, 2, 8],
    5, 5, 15,
  ],
  'a typed choice': [[get(0), constant(2), get(0), 0x1c, 1, I32], 1, 1, 4],
  'conversions that saturate': [[0x43, 0, 0, 0x80, 0x3f, 0xfc, 0], 1, 1, 2],
  'references': [[0xd0, 0x70, 0xd1], 1, 1, 2],
  'vectors': [[0xfd, 12, 7, 0, 0, 0, 0x0b, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xfd, 27, 0], 1, 7, 2],
}

for (const [what, [code, argument, given, instructions]] of Object.entries(CASES)) {
  test(`a module counts ${what}`, () => {
    assert.deepEqual(run(moduleOf([code.flat()]), argument), [given, instructions])
  })
}

test('a_module_counts_what_the_called_execute', () => {
  const direct = moduleOf([[...get(0), 0x10, 1], [...get(0), EQZ, DROP, ...get(0)]])
  assert.deepEqual(run(direct, 3), [3, 2 + 4])
  const indirect = moduleOf([[...get(0), ...constant(1), 0x11, 0, 0], [...get(0), EQZ]])
  assert.deepEqual(run(indirect, 3), [0, 3 + 2])
})

test('a_module_keeps_the_numbers_of_what_it_imports_and_has', () => {
  const imports = [
    [...text('env'), ...text('twice'), 0, 0],
    [...text('env'), ...text('memories'), 3, I32, 0],
    [...text('env'), ...text('table'), 1, 0x70, 1, 1, 2],
  ]
  const code = [...get(0), 0x10, 0, 0x23, 0, ADD, 0x23, 1, ADD, ...constant(5), 0x24, 1]
  const bytes = moduleOf([code], { imports, globals: [[I32, 1, 0x41, 7, 0x0b]] })
  const env = { twice: (value) => value * 2, memories: 100, table: new WebAssembly.Table({ element: 'anyfunc', initial: 1, maximum: 2 }) }
  assert.deepEqual(run(bytes, 4, { env }), [115, 8])
})

test('a_long_stretch_counts_more_than_a_byte_says', () => {
  for (const times of [31, 32, 63, 64, 4095, 4096]) {
    const code = Array.from({ length: times }, () => [...constant(1), DROP]).flat()
    assert.deepEqual(run(moduleOf([[...code, ...get(0)]]), 4), [4, 2 * times + 1])
  }
})

test('what_is_not_known_is_refused_by_its_number', () => {
  const refused = { 'the instruction 0x6 is': [0x06, 0x40], 'the instruction 0xfe is': [0xfe, 0], '0xfc 18 is': [0xfc, 18], '0xfd 276 is': [0xfd, 0x94, 2] }
  for (const [message, code] of Object.entries(refused)) assert.throws(() => instrument(moduleOf([code])), new RegExp(`${message} not known`))
  assert.throws(() => instrument(new Uint8Array(8)), /this is no module/)
  assert.throws(() => instrument(moduleOf([get(0)]).subarray(0, -1)), /ends too early/)
})

const figures = (compiler, instructions) => ({ compiler, instructions })

test('instructions_may_be_off_by_two_percent_and_no_more', () => {
  const kept = figures('rustc 1.96.0', { 'hello: start': 10_000, 'hello: GET /': 4_000 })
  const now = (instructions) => () => compareInstructions(kept, figures('rustc 1.96.0', instructions))
  now({ 'hello: start': 9_800, 'hello: GET /': 4_080 })()
  assert.throws(now({ 'hello: start': 9_799, 'hello: GET /': 4_081 }), (error) => {
    assert.ok(error instanceof Stop)
    assert.match(error.message, /hello: start: 10000 instructions are stated, 9799 were measured; hello: GET \/: 4000 .* 4081 were/)
    assert.match(error.message, /npm run instructions -- --write/)
    return true
  })
  assert.throws(now({ 'hello: start': 10_000 }), /hello: GET \/: 4000 instructions are stated, none were measured/)
  assert.throws(now({ ...kept.instructions, 'hello: POST /': 1 }), /hello: POST \/: no instructions are stated, 1 were measured/)
})

test('instructions_of_another_compiler_are_left_out', () => {
  const kept = figures('rustc 1.96.0', { 'hello: start': 10_000 })
  assert.throws(() => compareInstructions(kept, figures('rustc 1.97.0', { 'hello: start': 1 })), LeftOut)
})

test('instructions_are_a_table_with_their_compiler', () => {
  const lines = instructionsTable(figures('rustc 1.96.0', { 'hello: start': 10_000 })).split('\n')
  assert.deepEqual(lines.slice(2), ['| hello: start | 10,000 |', '', 'With rustc 1.96.0.'])
})
