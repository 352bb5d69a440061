import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'
import { bare, clone, finish, folder, start, takenPort } from './copy.mjs'

/** Starts the demo of a clone on a free port; returns what runs and its address. */
async function serving(t, base = clone(t)) {
  const running = start(t, base, 'start.mjs', [], { ...bare(folder(t)), PORT: '0' })
  const [url] = await running.until(/http:\/\/localhost:\d+/)
  return { ...running, running, url }
}

const sentence = (said) => said.trim().split('\n').at(-1)

test('a_fresh_clone_serves_page_and_app_without_node_modules_and_without_rust', async (t) => {
  const { url, running } = await serving(t)
  const page = await fetch(url)
  assert.equal(page.headers.get('content-type'), 'text/html; charset=utf-8')
  assert.match(await page.text(), /<title>page/)
  assert.equal(await (await fetch(`${url}/api/health?x=1`)).text(), 'app GET /api/health?x=1')
  assert.equal(await (await fetch(`${url}/api/echo`, { method: 'POST', body: '{}' })).text(), 'app POST /api/echo')
  assert.match(running.said, /pkg\/ fits the sources/)
})

test('a_changed_source_is_said_and_a_missing_tool_is_one_sentence', async (t) => {
  const base = clone(t)
  appendFileSync(join(base, 'src', 'lib.rs'), 'fn changed() {}\n')
  const { code, said } = await finish(t, base, 'start.mjs', [], { ...bare(folder(t)), PORT: '0' })
  assert.equal(code, 1)
  assert.match(said, /pkg\/ has to be built: \S+/)
  assert.match(sentence(said), /^whippet: npm is missing: it comes with Node\.js, from https:\/\/nodejs\.org$/)
  assert.doesNotMatch(said, /^\s+at /m)
})

test('a_port_in_use_is_one_sentence_that_names_it', async (t) => {
  const port = await takenPort(t)
  const { code, said } = await finish(t, clone(t), 'start.mjs', [], { ...bare(folder(t)), PORT: String(port) })
  assert.equal(code, 1)
  assert.equal(said.trim().split('\n').length, 1)
  assert.match(said, new RegExp(`^whippet: port ${port} is in use: .*PORT=${port + 1} npm start`))
})

test('a_port_that_is_no_number_is_one_sentence', async (t) => {
  for (const PORT of ['abc', '65536', '-1', '1.5']) {
    const { code, said } = await finish(t, clone(t), 'start.mjs', [], { ...bare(folder(t)), PORT })
    assert.equal(code, 1)
    assert.equal(said, `whippet: PORT must be a whole number from 0 to 65535, not \`${PORT}\`\n`)
  }
})

for (const signal of ['SIGINT', 'SIGTERM']) {
  test(`${signal}_ends_it_quickly_with_a_request_still_open`, { skip: process.platform === 'win32' }, async (t) => {
    const { url, running } = await serving(t)
    await (await fetch(url)).text()
    const open = httpRequest(`${url}/wait`).end()
    const cut = new Promise((resolve) => open.on('error', resolve))
    await new Promise((resolve) => open.on('socket', (socket) => socket.on('connect', resolve)))
    const before = performance.now()
    running.child.kill(signal)
    assert.equal(await running.ended, 0)
    assert.ok(performance.now() - before < 2000)
    await cut
  })
}

test('it_does_not_outlive_npm', { skip: process.platform === 'win32' }, async (t) => {
  const base = clone(t)
  const env = { ...bare(folder(t)), PORT: '0', npm_lifecycle_event: 'start' }
  // npm runs a script through a shell; what follows keeps the shell from becoming the script itself.
  const shell = spawn('/bin/sh', ['-c', `'${process.execPath}' scripts/start.mjs; true`], { cwd: base, env })
  t.after(() => shell.kill('SIGKILL'))
  const url = await new Promise((resolve) => {
    let said = ''
    shell.stdout.setEncoding('utf8').on('data', (text) => {
      said += text
      const match = /(http:\S+) /.exec(said)
      if (match) resolve(match[1])
    })
  })
  assert.equal((await fetch(url)).status, 200)
  shell.kill('SIGTERM')
  const gone = async () => fetch(url).then(() => false, () => true)
  const deadline = performance.now() + 5000
  while (!(await gone())) {
    assert.ok(performance.now() < deadline, 'the server still answers')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
})
