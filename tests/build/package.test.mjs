/**
 * What `whippet build` makes of an app whose dependency brings JavaScript of its own.
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { isCurrent } from '../../npm/src/build/sources.js'
import { minified } from '../../npm/dist/build/minify.js'
import { buildFixture, contents, guarding, pkg, root, workspace } from './fixture.mjs'

let built
let glue
let module
let app
const quiet = console.error

before(async () => {
  built = buildFixture()
  assert.equal(built.status, 0, built.stderr)
  const load = (file) => import(pathToFileURL(join(pkg, file)).href)
  glue = await load('glue.js')
  app = (await load('index.js')).default
  module = new WebAssembly.Module(readFileSync(join(pkg, 'app_bg.wasm')))
  // Panics on purpose are logged; here they are no news.
  console.error = () => {}
})

after(() => {
  console.error = quiet
})

const get = (path) => new Request(`https://example.com${path}`)

describe('the package', () => {
  it('answers requests', async () => {
    const page = await app.fetch(get('/page'))
    assert.equal(page.status, 200)
    assert.match(await page.text(), /A page beside src/)
    const answer = await app.fetch(get('/stamp/abc'))
    assert.match(await answer.text(), /^ABC NO\. \d+!$/)
  })

  it('goes on after a panic', async () => {
    const answer = await app.fetch(get('/trap'))
    assert.equal(answer.status, 500)
    assert.equal((await app.fetch(get('/page'))).status, 200)
  })

  it('is packed with its wasm and its glue', () => {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
    const result = spawnSync(npm, ['pack', '--dry-run', '--json'], { cwd: pkg, encoding: 'utf8', shell: process.platform === 'win32' })
    assert.equal(result.status, 0, result.stderr)
    const [packed] = Object.values(JSON.parse(result.stdout))
    const files = packed.files.map((file) => file.path)
    for (const file of contents(pkg).map(([name]) => name.replaceAll('\\', '/'))) assert.ok(files.includes(file), `${file} is not packed`)
    assert.ok(files.includes('app_bg.wasm') && files.includes('glue.js') && files.includes('core.js'))
    assert.ok(files.some((file) => /^snippets\/stamp-[0-9a-f]+\/js\/stamps\.js$/.test(file)))
    assert.ok(!existsSync(join(pkg, '.gitignore')))
    assert.equal(packed.name, 'snippets-app')
    assert.equal(packed.version, '0.3.0')
  })

  it('holds the JavaScript that the crate carries, made small, and no second copy of it', () => {
    for (const file of ['core.js', 'memory.js', 'table.js', 'web.js']) {
      const carried = readFileSync(join(root, 'src', 'boundary', file), 'utf8')
      assert.equal(readFileSync(join(pkg, file), 'utf8'), minified(file, carried))
    }
    assert.deepEqual(readdirSync(join(pkg, 'snippets')).map((name) => name.replace(/-[0-9a-f]+$/, '')), ['stamp'])
  })

  it('has types that a strict project can use', () => {
    const project = mkdtempSync(join(tmpdir(), 'whippet-types-'))
    try {
      symlinkSync(pkg, join(project, 'pkg'), 'junction')
      writeFileSync(
        join(project, 'index.ts'),
        `import app, { methods } from './pkg/index.js'
import { create } from './pkg/glue.js'
import { createServer } from './pkg/server.js'
export const { GET, POST } = methods(app)
export const answer: Response | Promise<Response> = app.fetch(new Request('https://example.com/'))
export const server = createServer(app)
export const count: number = create(new WebAssembly.Module(new Uint8Array())).count()
export default { fetch: app.fetch }
`,
      )
      const options = { strict: true, module: 'NodeNext', target: 'ES2022', lib: ['ES2023', 'DOM', 'DOM.Iterable'], noEmit: true, types: ['node'] }
      const typescript = createRequire(join(root, 'npm', 'package.json'))
      const typeRoots = [dirname(dirname(typescript.resolve('@types/node/package.json')))]
      const preserve = { preserveSymlinks: true, typeRoots }
      writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions: { ...options, ...preserve }, files: ['index.ts'] }))
      writeFileSync(join(project, 'package.json'), '{ "type": "module" }')
      const tsc = join(dirname(typescript.resolve('typescript/package.json')), 'bin', 'tsc')
      const result = spawnSync(process.execPath, [tsc, '-p', project], { encoding: 'utf8' })
      assert.equal(result.status, 0, result.stdout + result.stderr)
    } finally {
      rmSync(project, { recursive: true })
    }
  })
})

describe('the module', () => {
  it('names neither its functions nor its tools nor this machine', () => {
    for (const section of ['name', 'producers', 'target_features']) {
      assert.deepEqual(WebAssembly.Module.customSections(module, section), [], `it has a section ${section}`)
    }
    const bytes = readFileSync(join(pkg, 'app_bg.wasm'), 'latin1')
    assert.ok(!bytes.includes(root), `it names ${root}`)
  })

  it('exports its stack pointer, which can be set', () => {
    const names = WebAssembly.Module.exports(module).map((item) => item.name)
    assert.ok(names.includes('__stack_pointer') && names.includes('memory'))
    glue.create(module, (exports) => {
      const pointer = exports.__stack_pointer
      assert.ok(pointer.value > 0)
      const { value } = pointer
      pointer.value = value
      return exports
    })
  })
})

describe('the factory', () => {
  it('makes instances with a memory of their own', () => {
    const memories = []
    const keep = (exports) => {
      memories.push(exports.memory)
      return exports
    }
    const [one, other] = [glue.create(module, keep), glue.create(module, keep)]
    assert.deepEqual([one.count(), one.count(), other.count(), one.count()], [1, 2, 1, 3])
    assert.notEqual(memories[0].buffer, memories[1].buffer)
    const [a, b] = [new one.Tally(10), new other.Tally(20)]
    assert.deepEqual([a.up(), b.up(), a.up(), b.up()], [11, 21, 12, 22])
    assert.ok(!(a instanceof other.Tally))
  })

  it('makes instances that work at the same time', async () => {
    const [one, other] = [glue.create(module), glue.create(module)]
    const asked = [one.fetch(get('/later/40')), other.fetch(get('/later/10')), one.fetch(get('/later/20')), other.fetch(get('/count'))]
    const texts = await Promise.all(asked.map(async (answer) => (await answer).text()))
    // By time: the fourth at once, then the second, the third, the first. Each instance counts by itself.
    assert.deepEqual(texts, ['2', '2', '1', '1'])
  })

  it('keeps the plain fetch of wasm-bindgen', async () => {
    const { fetch } = glue.create(module)
    const answer = await fetch(get('/stamp/x'), {}, undefined)
    assert.equal(answer.status, 200)
    assert.match(await answer.text(), /^X NO\. \d+!$/)
  })

  it('runs the snippets of other crates from every instance, with one state for all', async () => {
    const [one, other] = [glue.create(module), glue.create(module)]
    assert.deepEqual([one.third(), other.third()], [3, 3])
    const number = async (instance) => Number((await (await instance.fetch(get('/stamp/n'))).text()).match(/\d+/)[0])
    const first = await number(one)
    assert.equal(await number(other), first + 1)
  })

  it('shows every trap to the guard: of an export, of a closure', () => {
    const trapped = []
    const instance = glue.create(module, guarding(trapped))
    assert.throws(() => instance.trap(), WebAssembly.RuntimeError)
    assert.deepEqual(trapped, ['trap'])
    const add = instance.adder()
    assert.equal(add(3), 4)
    assert.throws(() => add(4), WebAssembly.RuntimeError)
    assert.equal(trapped.length, 2)
    assert.match(trapped[1], /closure/)
    assert.equal(glue.create(module).count(), 1)
  })
})

describe('build.json', () => {
  it('says what the package is made of', () => {
    const build = JSON.parse(readFileSync(join(pkg, 'build.json'), 'utf8'))
    assert.match(build.rustc, /^rustc \d/)
    assert.match(build.wasmBindgen, /^\d+\.\d+\.\d+$/)
    assert.match(build.wasmOpt, /^version \d+$/)
    const expected = ['Cargo.lock', 'Cargo.toml', 'app/Cargo.toml', 'app/src', 'stamp/Cargo.toml', 'stamp/src', '../../../src', '../../../macros/src']
    for (const path of [...expected, 'app/page.html', 'stamp/js/stamps.js']) assert.ok(build.sources.roots.includes(path), `${path} is missing`)
    assert.deepEqual(isCurrent(workspace, pkg), { current: true, reason: '' })
  })

  it('states the sizes that are printed', () => {
    const { sizes } = JSON.parse(readFileSync(join(pkg, 'build.json'), 'utf8'))
    const wasm = readFileSync(join(pkg, 'app_bg.wasm'))
    assert.deepEqual(sizes['app_bg.wasm'], { raw: wasm.length, gzip: gzipSync(wasm, { level: 9 }).length })
    const lines = built.stdout.trim().split('\n').map((line) => line.trim().split(/ {2,}/))
    assert.deepEqual(lines[0], ['app_bg.wasm', `${wasm.length.toLocaleString('en-US')} bytes`, `${sizes['app_bg.wasm'].gzip.toLocaleString('en-US')} gzip -9`])
    assert.deepEqual(lines.at(-1), ['javascript, all', `${sizes.javascript.raw.toLocaleString('en-US')} bytes`, `${sizes.javascript.gzip.toLocaleString('en-US')} gzip -9`])
  })
})

describe('a source that changes while it is compiled', { skip: process.platform === 'win32' }, () => {
  /** Builds with a wasm-pack that changes a source before it starts, if a condition of the shell holds. */
  function buildWhile(condition) {
    const folder = mkdtempSync(join(tmpdir(), 'whippet-edited-'))
    const source = join(folder, 'source.txt')
    const script = `#!/bin/sh\nif [ "$1" != --version ] && ${condition}; then echo more >> ${source}; fi\nPATH=\${PATH#*:} exec wasm-pack "$@"\n`
    writeFileSync(source, '')
    writeFileSync(join(folder, 'wasm-pack'), script, { mode: 0o755 })
    const result = buildFixture({ PATH: `${folder}${delimiter}${process.env.PATH}` }, ['--include', source])
    const now = isCurrent(workspace, pkg)
    rmSync(folder, { recursive: true })
    return { ...result, now, attempts: result.stderr.match(/^whippet: compiling/gm).length }
  }

  it('is compiled again', () => {
    const { status, stderr, now, attempts } = buildWhile('[ ! -s "$(dirname "$0")/source.txt" ]')
    assert.equal(status, 0, stderr)
    assert.equal(attempts, 2)
    assert.deepEqual(now, { current: true, reason: '' })
  })

  it('is given up when it never rests', () => {
    const before = contents(pkg)
    const { status, stderr, attempts } = buildWhile('true')
    assert.equal(status, 1)
    assert.match(stderr, /^whippet: the sources kept changing/m)
    assert.equal(attempts, 3)
    assert.deepEqual(contents(pkg), before)
  })
})

describe('a failed build', () => {
  it('leaves the package as it was', () => {
    const before = contents(pkg)
    const failed = buildFixture({ SNIPPETS_APP_BROKEN: '1' })
    assert.equal(failed.status, 1)
    assert.match(failed.stderr, /broken on purpose/)
    assert.match(failed.stderr, /^whippet: snippets-app does not compile for WebAssembly/m)
    assert.deepEqual(contents(pkg), before)
    assert.deepEqual(readdirSync(dirname(pkg)).filter((name) => name.startsWith('.pkg')), [])
    assert.ok(existsSync(join(pkg, 'index.js')))
  })
})
