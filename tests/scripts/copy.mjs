/**
 * Throw-away copies of the repository's scripts with a small `pkg/` that fits its sources, as a fresh clone has one:
 * no node package, no Rust. Used by the tests beside it.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hashSources } from '../../npm/src/build/sources.js'

export const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** A folder that is gone after the test `t`. */
export function folder(t) {
  const path = mkdtempSync(join(tmpdir(), 'whippet-scripts-'))
  t.after(() => rmSync(path, { recursive: true, force: true, maxRetries: 3 }))
  return path
}

/** Writes files below `base`: `{ 'src/lib.rs': 'text' }`. */
export function writeFiles(base, files) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(base, name)), { recursive: true })
    writeFileSync(join(base, name), text)
  }
}

/** A clone as `npm start` needs it; returns its folder. */
export function clone(t) {
  const base = folder(t)
  cpSync(join(repository, 'scripts'), join(base, 'scripts'), { recursive: true })
  cpSync(join(repository, 'npm', 'src'), join(base, 'npm', 'src'), { recursive: true })
  writeFiles(base, {
    'package.json': '{ "type": "module" }',
    'src/lib.rs': '// the app\n',
    'public/index.html': '<!doctype html><title>page</title>',
    'pkg/package.json': '{ "type": "module" }',
    'pkg/app_bg.wasm': '',
    'pkg/index.js': "export default { name: 'app' }\n",
    'pkg/server.js': `export const createListener = (app) => (request, response) => {
      if (request.url === '/wait') return
      response.end(app.name + ' ' + request.method + ' ' + request.url)
    }\n`,
  })
  const roots = ['src', 'npm/src']
  writeFiles(base, { 'pkg/build.json': JSON.stringify({ sources: { sha256: hashSources(base, roots), roots } }) })
  return base
}

/** An environment in which no program is found, and in which nothing of the system may be changed. */
export function bare(home) {
  const env = { ...process.env, PATH: '', HOME: home, USERPROFILE: home, CARGO_HOME: join(home, 'cargo') }
  for (const name of ['RUSTUP_AUTO_INSTALL', 'CHROME_PATH', 'CHROMEDRIVER', 'CHROMEWEBDRIVER', 'PORT', 'NODE_TEST_CONTEXT']) {
    delete env[name]
  }
  return env
}

/** Starts a script; ended after the test. `said` collects what it prints; `until` waits for some of it. */
export function start(t, base, script, args, env) {
  const child = spawn(process.execPath, [join(base, 'scripts', script), ...args], { cwd: base, env })
  t.after(() => child.kill('SIGKILL'))
  const running = { child, said: '', ended: once(child, 'close').then(([code]) => code) }
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      running.said += text
      child.emit('said')
    })
  }
  running.until = async (pattern) => {
    for (;;) {
      const match = pattern.exec(running.said)
      if (match) return match
      if (child.exitCode !== null) throw new Error(`it ended without saying ${pattern}: ${running.said}`)
      await Promise.race([once(child, 'said'), running.ended])
    }
  }
  return running
}

/** Runs a script to its end: `{ code, said }`. */
export async function finish(t, base, script, args, env) {
  const running = start(t, base, script, args, env)
  const code = await running.ended
  return { code, said: running.said }
}

/** A port that is taken until the test ends. */
export async function takenPort(t) {
  const server = createServer().listen(0)
  await once(server, 'listening')
  t.after(() => server.close())
  return server.address().port
}
