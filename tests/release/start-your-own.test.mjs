/**
 * A project of one's own, made in an empty folder by the steps of README.md, “Start your own”, with the packages that a release would publish.
 *
 * 1. Files and commands are read from README.md and written and typed in its order; a command that is not known here fails the test.
 * 2. Three things differ, since nothing is published yet: `[patch.crates-io]` names the unpacked crates, `npm install` gets the archive of
 *    `npm pack`, and Cargo.lock is this repository's, so that the installed wasm-bindgen fits and nothing is downloaded twice.
 * 3. The tools that are installed once for each machine are there already: this step's set-up has installed them.
 */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { appendFileSync, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { after, before, test } from 'node:test'
import { environment, execute, type } from './execute.mjs'
import { listed, packCrates, packNpm, place } from './packages.mjs'
import { blocks, commands, file, pathOf, root, section } from './readme.mjs'

const own = section('## Start your own')
const TOOLS = ['rustup target add wasm32-unknown-unknown', 'cargo install --locked wasm-pack wasm-bindgen-cli']
const PROJECT = ['cargo', 'npm', 'npx', 'echo']
const SERVE = 'node server.js'

let crates
let tarball
let folder
let project
/** What each command printed. */
const printed = new Map()
const env = { CARGO_TARGET_DIR: join(place, 'project'), npm_config_prefer_offline: 'true', npm_config_audit: 'false' }

before(() => {
  crates = packCrates(['whippet-macros', 'whippet'])
  tarball = packNpm()
  // Of the same name in each run: the paths that `whippet build` hides from the module are among the compiler's flags, and with other flags all
  // is compiled again.
  folder = join(realpathSync(tmpdir()), `whippet-own-${createHash('sha256').update(root).digest('hex').slice(0, 12)}`)
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  mkdirSync(folder)
  project = follow(folder)
})

after(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
})

/** Does all that the section says up to the server, and returns the project's folder. */
function follow(start) {
  let cwd = start
  const typed = []
  for (const block of blocks(own)) {
    const path = pathOf(block)
    if (path !== undefined) write(cwd, path, block.code)
    if (block.language !== 'sh') continue
    for (const command of commands(block)) {
      typed.push(command)
      const [program, argument] = command.split(' ')
      if (TOOLS.includes(command) || command === SERVE) continue
      if (program === 'cd') cwd = join(cwd, argument)
      else if (!PROJECT.includes(program)) throw new Error(`README.md has a command that no test runs: ${command}`)
      else printed.set(command, type(command.replace(/(npm install .*)\bwhippet$/, `$1"${tarball}"`), { cwd, env }))
    }
  }
  // What would not be missed if it went.
  assert.deepEqual([...TOOLS, 'cargo test', 'npx whippet build', SERVE].filter((command) => !typed.includes(command)), [])
  return cwd
}

function write(cwd, path, code) {
  writeFileSync(join(cwd, path), code)
  if (path !== 'Cargo.toml') return
  const patches = Object.entries(crates).map(([name, at]) => `${name} = { path = ${JSON.stringify(at)} }\n`)
  appendFileSync(join(cwd, path), `\n[patch.crates-io]\n${patches.join('')}`)
  cpSync(join(root, 'Cargo.lock'), join(cwd, 'Cargo.lock'))
  writeFileSync(join(cwd, 'src', 'lib.rs'), program())
}

/** `src/lib.rs`, which the section puts together from what is elsewhere in README.md. */
function program() {
  const module = /`src\/lib\.rs` [^`]*`(#\[cfg\(test\)\] [^`]*)…([^`]*)`/.exec(own)
  assert.ok(module, 'the section no longer says what is in src/lib.rs')
  const [{ code }] = blocks(section('### Tests'))
  return `${file('src/lib.rs')}\n${module[1]}\n${code}\n${module[2]}\n`
}

test('the_crates_have_all_sources_and_nothing_but_what_is_needed', () => {
  for (const [name, from] of [['whippet', ''], ['whippet-macros', 'macros/']]) {
    const sources = tracked(`${from}src`, `${from}LICENSE-*`).map((path) => path.slice(from.length))
    const cargos = ['.cargo_vcs_info.json', 'Cargo.lock', 'Cargo.toml', 'Cargo.toml.orig']
    const pages = ['docs/index.html', 'docs/old-index.html', 'index.html', 'style.css'].map((page) => `tests/fixtures/files/${page}`)
    const further = name === 'whippet' ? ['README.md', 'CHANGELOG.md', ...pages] : []
    assert.deepEqual(listed(`${crates[name]}.crate`), [...cargos, ...further, ...sources].sort(), name)
  }
})

test('the_npm_package_has_what_was_compiled_its_licences_and_no_source', () => {
  const files = listed(tarball)
  for (const path of ['LICENSE-APACHE', 'LICENSE-MIT', 'README.md', 'dist/cli.js', 'dist/build/build.js']) assert.ok(files.includes(path), path)
  const compiled = tracked('npm/src').map((path) => path.replace(/^npm\/src\//, 'dist/').replace(/\.[jt]s$/, ''))
  for (const path of files.filter((path) => path.startsWith('dist/'))) {
    assert.ok(compiled.includes(path.replace(/(\.d\.ts|\.js)$/, '')), `${path} is made of nothing that is there`)
  }
  // These come with the crate; a second copy could be another version's.
  for (const path of ['dist/core.js', 'dist/memory.js', 'dist/table.js', 'dist/web.js']) assert.ok(!files.includes(path), path)
  for (const path of files) assert.match(path, /^(dist\/|LICENSE-|README\.md$|package\.json$)/)
})

test('cargo_test_passes_with_the_test_of_the_readme', () => {
  const [name] = /(?<=async fn )\w+/.exec(program().split('mod tests')[1])
  assert.match(printed.get('cargo test'), new RegExp(`^test tests::${name} \\.\\.\\. ok$[^]*^test result: ok\\. 1 passed`, 'm'))
})

test('the_package_is_built_by_the_npm_package_and_from_the_crates', () => {
  const installed = join(project, 'node_modules', 'whippet')
  assert.ok(!lstatSync(installed).isSymbolicLink())
  assert.match(printed.get('npx whippet build'), /^app_bg\.wasm +[\d,]+ bytes/)
  const { whippet, sources } = JSON.parse(readFileSync(join(project, 'pkg', 'build.json'), 'utf8'))
  assert.equal(whippet, JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')).version)
  const at = sources.roots.filter((path) => path.endsWith('/src')).map((path) => realpathSync(join(project, path)))
  assert.deepEqual(at.sort(), Object.values(crates).map((crate) => realpathSync(join(crate, 'src'))).sort())
})

test('the_server_answers_what_the_readme_says', async (t) => {
  const said = /`curl localhost:3000(\/\S+)` says `([^`]+)`/.exec(own)
  assert.ok(said, 'the section no longer says what to ask')
  // What is served needs none of it.
  rmSync(join(project, 'node_modules'), { recursive: true })
  const port = await freePort()
  const [, ...args] = SERVE.split(' ')
  const server = spawn(process.execPath, args, { cwd: project, env: environment({ PORT: String(port) }), stdio: ['ignore', 'inherit', 'inherit'] })
  t.after(() => server.kill())
  const answer = await ask(`http://localhost:${port}${said[1]}`, server)
  assert.deepEqual([answer.status, await answer.text()], [200, said[2]])
})

test('the_projects_own_files_are_what_git_would_keep', () => {
  const files = execute('git', ['ls-files', '--others', '--exclude-standard', '--directory'], { cwd: project }).trim().split('\n')
  assert.deepEqual(files.sort(), ['.gitignore', 'Cargo.lock', 'Cargo.toml', 'package-lock.json', 'package.json', 'pkg/', 'server.js', 'src/'])
})

/** The files of this repository below some paths, those that are not committed yet included. */
function tracked(...paths) {
  const listed = execute('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...paths], { cwd: root }).split('\n')
  return listed.filter((path) => path !== '' && existsSync(join(root, path)))
}

/** A port that nobody has at the moment. */
async function freePort() {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const { port } = server.address()
  await new Promise((done) => server.close(done))
  return port
}

/** Asks until the server listens. */
async function ask(url, server) {
  for (;;) {
    try {
      return await fetch(url)
    } catch (error) {
      if (error.cause?.code !== 'ECONNREFUSED' || server.exitCode !== null) throw error
    }
    await wait(50)
  }
}
