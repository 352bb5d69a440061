import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { EXAMPLES } from '../../scripts/example.mjs'

const script = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

test('an_example_is_served', { timeout: 60_000 }, async (t) => {
  const server = spawn(process.execPath, [script('scripts/example.mjs'), 'hello'], { env: { ...process.env, PORT: '0' } })
  t.after(() => server.kill())
  let said = ''
  server.stdout.setEncoding('utf8').on('data', (text) => (said += text))
  while (!said.includes('http://')) await once(server.stdout, 'data')
  const response = await fetch(/http:\S+/.exec(said)[0])
  assert.equal(await response.text(), 'hello, world')
})

test('an_example_that_does_not_exist_is_refused_with_those_that_do', () => {
  const { status, stderr } = spawnSync(process.execPath, [script('scripts/example.mjs'), 'nothing'], { encoding: 'utf8' })
  assert.deepEqual([status, stderr.trim()], [1, 'whippet: name one example, as in `npm run example routing`: ' + EXAMPLES.join(', ')])
})

test('the_benchmark_of_the_router_starts', { timeout: 300_000 }, () => {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const { status, stdout, stderr } = spawnSync(process.execPath, [script('benches/router.mjs'), '--quick'], { encoding: 'utf8', env })
  assert.equal(status, 0, stderr)
  for (const row of ['fetch, a route', 'fetch, no route (404)', 'handle, another method (405)']) assert.ok(stdout.includes(`| ${row} |`), stdout)
  assert.match(stdout, /these figures say nothing/)
})
