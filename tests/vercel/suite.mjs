// What is asserted of every Vercel project here: its build, and its function under both launchers and on each Node version.
//
// Called by one short test file per project, which names what is particular to it. A project is built once.

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { bodyBytes, checkResponse, readTable } from '../cases/table.mjs'
import { connect } from './client.mjs'
import { launchers, nodeVersions, startFunction } from './launcher.mjs'
import { sendAtOnce } from './load.mjs'
import { buildProject, repository } from './project.mjs'
import { resolvePath } from './routes.mjs'

const SOURCE = /\.(rs|ts|tsx|mts|toml|lock|wasm|map|mjs|d\.ts)$|(^|\/)(package(-lock)?|vercel|build)\.json$/
const LAUNCH_TIMEOUT_MS = 120_000

/**
 * Defines the tests of one project.
 *
 * @param {object} project
 * @param {string} project.name as the tests are called
 * @param {string} project.folder relative to the repository
 * @param {string} project.func of the only function in the build's output, such as `api/index.func`
 * @param {string} project.handler as the function's configuration must name it
 * @param {string} project.wasm where the function must have its WebAssembly
 * @param {Record<string, object>} project.paths a path and what it must reach, as `resolvePath` says it
 */
export function testProject(project) {
  describe(project.name, () => {
    let build
    before(async () => void (build = await buildProject(project.folder, project.func)), { timeout: 300_000 })
    after(() => build?.remove())

    it('builds without a complaint of TypeScript', () => assert.doesNotMatch(build.log, /error TS\d+|not assignable/))
    it('has one function, for the Node runtime', () => {
      assert.deepEqual(build.functions, [project.func])
      const { runtime, handler, launcherType, maxDuration, supportsCancellation } = build.functionConfig
      assert.deepEqual(
        { runtime, handler, launcherType, maxDuration, supportsCancellation },
        { runtime: 'nodejs24.x', handler: project.handler, launcherType: 'Nodejs', maxDuration: 30, supportsCancellation: true },
      )
    })
    it('has the wasm of pkg/ in its function, and no source', async () => {
      const wanted = await readFile(join(repository, 'pkg', 'app_bg.wasm'))
      assert.ok(wanted.equals(await readFile(join(build.func, project.wasm))), `${project.wasm} is not pkg/app_bg.wasm`)
      assert.deepEqual(build.functionFiles.filter((file) => /\.(rs|toml|ts)$/.test(file)), [])
    })
    it('publishes public/ and nothing else', () => {
      assert.ok(build.published.some((file) => file.endsWith('.html')), 'no page is published')
      assert.deepEqual(build.published, build.publicFiles)
      assert.deepEqual(build.published.filter((file) => SOURCE.test(file)), [])
    })
    it('routes what is not a file to its function', () => {
      for (const [path, wanted] of Object.entries(project.paths)) assert.deepEqual(resolvePath(build, path), wanted, path)
    })

    describe('its function', { concurrency: 2 }, () => {
      for (const node of nodeVersions())
        for (const launcher of launchers)
          it(`answers under ${launcher} on ${node.name}`, { timeout: LAUNCH_TIMEOUT_MS }, (t) =>
            exerciseFunction(t, { func: build.func, handler: project.handler, launcher, program: node.program }),
          )
    })
  })
}

/** Starts the function, asks it everything, and sees that it is still there. */
async function exerciseFunction(t, options) {
  const running = await startFunction(options)
  const client = connect(running.port)
  const step = (name, run) =>
    t.test(name, async () => {
      try {
        await run(client, running)
      } catch (error) {
        error.message = running.describe(`${error.message}\nthe process ${running.ended() ? `ended with ${running.ended()}` : 'is running'}`)
        throw error
      }
    })
  try {
    await step('every case of the table', answersEveryCase)
    await step('HEAD says what GET says', answersHeadLikeGet)
    await step('streamed bodies', readsStreamedBodies)
    await step('200 requests at once', (each) => sendAtOnce(each, 200))
    await step('clients that hang up', survivesAborts)
    await step('logs what it does not tell the client', logsItsFailures)
  } finally {
    client.close()
    await running.stop()
  }
}

async function answersEveryCase(client) {
  const wrong = []
  for (const each of readTable('demo', { provides: ['vercel'] })) {
    let got
    try {
      got = await client.fetch({ ...each.request, body: bodyBytes(each) })
      checkResponse(each.response, got)
    } catch (error) {
      const answer = got ? `${got.status} ${JSON.stringify(got.headers)} ${got.body.toString().slice(0, 500)}` : 'no answer'
      wrong.push(`${each.name} (${each.request.method} ${each.request.target}): ${error.message}\n    answer: ${answer}`)
    }
  }
  assert.equal(wrong.length, 0, `${wrong.length} cases went wrong:\n${wrong.join('\n')}`)
}

async function answersHeadLikeGet(client) {
  for (const target of ['/api/health', '/api/users/7', '/api/page', '/api/hello/Ada', '/api/old', '/api/unknown', '/api/users/x', '/api/slow?ms=1']) {
    const get = await client.fetch({ target })
    const head = await client.fetch({ method: 'HEAD', target })
    const field = ({ headers }, wanted) => headers.find(([name]) => name.toLowerCase() === wanted)?.[1]
    assert.equal(head.status, get.status, target)
    assert.equal(head.body.length, 0, target)
    for (const name of ['content-type', 'location']) assert.equal(field(head, name), field(get, name), `${name} of ${target}`)
    const length = field(head, 'content-length')
    if (length !== undefined) assert.equal(Number(length), get.body.length, `content-length of ${target}`)
  }
}

async function readsStreamedBodies(client, running) {
  const text = JSON.stringify({ text: 'žluťoučký kůň 🦀'.repeat(20) })
  const bytes = Buffer.from(Array.from({ length: 1_000_000 }, (_, index) => (index * 31) % 251))
  const digest = createHash('sha256').update(bytes).digest('hex')
  for (const lengthIsTold of running.takesChunkedRequests ? [true, false] : [true]) {
    const stream = (request, body, size) => {
      const length = lengthIsTold ? { 'content-length': String(body.length) } : {}
      return client.fetch({ ...request, headers: { ...request.headers, ...length }, chunks: slices(body, size) })
    }
    // Cut anywhere: characters of two and four bytes end up in two chunks.
    const echo = await stream({ method: 'POST', target: '/api/echo', headers: { 'content-type': 'application/json' } }, Buffer.from(text), 33)
    assert.deepEqual({ status: echo.status, body: echo.body.toString() }, { status: 200, body: text })
    const blob = await stream({ method: 'PUT', target: '/api/blob' }, bytes, 65_536)
    assert.deepEqual(JSON.parse(blob.body), { sha256: digest, length: bytes.length })
    const tooLong = await stream({ method: 'PUT', target: '/api/blob' }, Buffer.alloc(4_500_001), 500_000)
    assert.equal(tooLong.status, 413, `a body over the limit, its length ${lengthIsTold ? 'told' : 'not told'} beforehand`)
  }
}

function slices(bytes, size) {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size))
}

async function survivesAborts(client, running) {
  const headers = { 'content-type': 'application/json', 'content-length': '1000' }
  const upload = { method: 'POST', target: '/api/echo', headers, body: Buffer.from('{"a":') }
  const wanted = { target: '/api/slow?ms=300' }
  const aborts = Array.from({ length: 20 }, (_, index) => client.abort(index % 2 ? upload : wanted, 5 * index))
  const bystander = client.fetch({ target: '/api/slow?ms=400' })
  await Promise.all(aborts)
  assert.equal((await bystander).status, 200, 'a request of another client')
  // The answers to those that left come due in this time.
  await wait(300)
  const { status, body } = await client.fetch({ target: '/api/health' })
  assert.deepEqual({ status, body: body.toString() }, { status: 200, body: '{"status":"ok"}' })
  assert.equal(running.ended(), null)
}

async function logsItsFailures(client, running) {
  const before = running.printed().length
  const logged = () => running.printed().slice(before)
  assert.equal((await client.fetch({ target: '/api/fail' })).status, 500)
  for (let tries = 0; !logged().includes('\n') && tries < 100; tries++) await wait(20)
  assert.match(logged(), /GET \/api\/fail/, 'the log names the request')
  assert.match(logged(), /invalid digit found in string/, 'the log names the cause')
}
