/**
 * The steps of `npm test`, in the order in which they run: one table, read by `test.mjs`.
 *
 * Each names what has to be set up for it (pieces of `setup.mjs`), and fails by throwing. What it returns is a remark for
 * the summary. A step in which no test ran has failed: a test that has vanished must not look like one that passes.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { isCurrent } from '../npm/src/build/sources.js'
import { checkBoundary } from './boundary.mjs'
import { must } from './command.mjs'
import { buildExample, EXAMPLES } from './example.mjs'
import { checkInstructions } from './instructions.mjs'
import { buildMeasured } from './measured.mjs'
import { checkMinimum } from './minimum.mjs'
import { compile, tsc } from './npm-package.mjs'
import { inside, root, Stop } from './project.mjs'
import { checkSizes } from './size.mjs'
import { ensureBrowser } from './setup/browser.mjs'
import { ensureToolchain, TARGET } from './setup/toolchain.mjs'

/** A step: `name` for `--only`, `title` for its heading, `needs` to be set up, and what it does. */
export const steps = [
  { name: 'fresh', title: 'pkg/ and src/boundary/*.js fit their sources', needs: ['node'], run: fresh },
  { name: 'fmt', title: 'cargo fmt', needs: ['lints'], run: () => cargo('fmt', '--all', '--check') },
  {
    name: 'clippy',
    title: 'cargo clippy',
    needs: ['lints'],
    run: () => cargo('clippy', '--workspace', '--all-targets', '--all-features', '--', '-D', 'warnings'),
  },
  { name: 'clippy-wasm', title: 'cargo clippy for wasm', needs: ['wasm-lints'], run: clippyForWasm },
  { name: 'rust', title: 'cargo test', needs: ['rust'], run: rust },
  {
    name: 'doc',
    title: 'cargo doc',
    needs: ['rust'],
    run: () => must('cargo', ['doc', '--workspace', '--no-deps', '--all-features'], { env: { RUSTDOCFLAGS: '-D warnings' } }),
  },
  { name: 'types', title: 'TypeScript types', needs: ['node'], run: types },
  { name: 'wasm-node', title: 'wasm-pack test in Node', needs: ['wasm', 'tools'], run: wasmInNode },
  { name: 'wasm-chrome', title: 'wasm-pack test in headless Chrome', needs: ['wasm', 'tools', 'browser'], run: wasmInChrome },
  { name: 'build', title: 'whippet build', needs: ['node', 'tests', 'wasm', 'tools'], run: buildTests },
  { name: 'examples', title: 'the examples, built and asked', needs: ['node', 'wasm', 'tools'], run: exampleTests },
  { name: 'release', title: 'a project made of what a release publishes', needs: ['node', 'wasm', 'tools'], run: () => nodeTests('tests/release') },
  { name: 'vercel', title: 'Vercel’s builder and launchers', needs: ['node', 'tests'], run: () => nodeTests('tests/vercel') },
  { name: 'page', title: 'the page in headless Chrome', needs: ['node', 'tests', 'browser'], run: () => nodeTests('tests/page', browser) },
  { name: 'scripts', title: 'the scripts themselves', needs: [], run: () => nodeTests('tests/scripts') },
  { name: 'size', title: 'budgets, and sizes stated in README.md', needs: ['node', 'wasm', 'tools'], run: checkSizes },
  { name: 'instructions', title: 'how many wasm instructions a request takes', needs: ['node', 'wasm', 'tools'], run: checkInstructions },
  { name: 'minimum', title: 'the oldest Rust that is promised', needs: ['rust'], run: checkMinimum },
]

const cargo = (...args) => must('cargo', args)

async function fresh() {
  const { current, reason } = isCurrent(root, inside('pkg'))
  if (!current) throw new Stop(`pkg/ does not fit its sources (${reason}): \`npm run build\` makes it anew`)
  await compile()
  checkBoundary()
}

/** With every feature, and the framework once more with none. */
async function rust() {
  await cargo('test', '--workspace', '--all-features')
  await cargo('test', '-p', 'whippet', '-p', 'conformance', '--lib', '--test', 'tables')
}

async function clippyForWasm() {
  const crates = ['whippet', 'demo', 'conformance', 'extractors-app', 'middleware-app', 'bench-router', 'bench-sizes', ...EXAMPLES].flatMap((name) => ['-p', name])
  const args = ['clippy', ...crates, '--all-features', '--lib', '--test', 'boundary_*', '--test', 'web', '--target', TARGET, '--', '-D', 'warnings']
  await must('cargo', args, { env: await ensureToolchain() })
}

/** npm/ is checked when it is compiled; this repository's function and the examples, against the types in pkg/. */
async function types() {
  await compile()
  await tsc(['-p', 'scripts'])
}

async function wasmInNode() {
  const env = await ensureToolchain()
  const test = (...args) => must('wasm-pack', ['test', '--node', '--mode', 'no-install', ...args], { env, keep: true })
  const outputs = [await test('--', '--test', 'boundary_node')]
  // As users test their own applications.
  for (const example of ['examples/demo', 'examples/testing']) outputs.push(await test(example))
  return countRust({ output: outputs.map(({ output }) => output).join('\n') })
}

async function wasmInChrome() {
  const { chrome, chromedriver } = await ensureBrowser()
  const args = ['test', '--headless', '--chrome', '--chromedriver', chromedriver, '--mode', 'no-install', '--', '--test', 'boundary_browser']
  const env = {
    ...(await ensureToolchain()),
    WASM_BINDGEN_TEST_WEBDRIVER_JSON: writeCapabilities(chrome),
    // Seconds; a cold browser on a busy machine needs more than the defaults of 5 and 20.
    WASM_BINDGEN_TEST_DRIVER_TIMEOUT: '60',
    WASM_BINDGEN_TEST_TIMEOUT: '120',
  }
  return countRust(await must('wasm-pack', args, { env, keep: true }))
}

/** `webdriver.json` with the browser that the set-up has found, which need not be the one that ChromeDriver would. */
function writeCapabilities(chrome) {
  const capabilities = JSON.parse(readFileSync(inside('webdriver.json'), 'utf8'))
  capabilities['goog:chromeOptions'].binary = chrome
  const file = inside('target', 'webdriver.json')
  mkdirSync(inside('target'), { recursive: true })
  writeFileSync(file, JSON.stringify(capabilities))
  return file
}

/** How many tests passed; wasm-pack is content with none, for example where all were meant for somewhere else. */
export function countRust({ output }) {
  const passed = [...output.matchAll(/^test result: ok\. (\d+) passed/gm)].reduce((sum, match) => sum + Number(match[1]), 0)
  if (passed === 0) throw new Stop('no test ran')
  return `${passed} tests`
}

async function buildTests() {
  await compile()
  // Here and not in the tests: two of them ask it, side by side.
  await buildMeasured('waiting')
  return nodeTests('tests/build', ensureToolchain)
}

async function exampleTests() {
  // Here and not in the tests, which run side by side: they would wait for each other's compiler.
  for (const name of EXAMPLES) await buildExample(name)
  return nodeTests('tests/examples', ensureToolchain)
}

/** The browser's place, for tests that start it themselves. */
const browser = async () => ({ CHROME_PATH: (await ensureBrowser()).chrome })

/** Runs the files of a folder with Node's test runner, each named: Node 20 and 22 read a folder's name differently. */
async function nodeTests(folder, environment = async () => ({})) {
  const files = testFiles(inside(folder))
  if (files.length === 0) throw new Stop(`there is no test in ${folder}`)
  const args = ['--test', '--test-reporter=spec', ...files.map((file) => relative(root, file))]
  // Set where one test run is started by another; the inner one would report to the outer.
  const env = { NODE_TEST_CONTEXT: undefined, ...(await environment()) }
  const { output } = await must(process.execPath, args, { as: `node --test ${folder}`, env, keep: true })
  const passed = Number(/^\S+ pass (\d+)$/m.exec(output)?.[1] ?? 0)
  if (passed === 0) throw new Stop(`no test ran in ${folder}`)
  const skipped = Number(/^\S+ skipped (\d+)$/m.exec(output)?.[1] ?? 0)
  return `${passed} tests${skipped ? `, ${skipped} skipped` : ''}`
}

function testFiles(folder) {
  let entries
  try {
    entries = readdirSync(folder, { recursive: true })
  } catch {
    return []
  }
  return entries
    .filter((name) => name.endsWith('.test.mjs') && !name.includes('node_modules'))
    .sort()
    .map((name) => join(folder, name))
}
