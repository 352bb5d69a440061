/**
 * A server that speaks the REST protocol of Upstash, as far as `RedisStore` does, in front of a Redis.
 *
 * 1. The Redis is the program that `REDIS_SERVER` names, or a stand-in that does what the one script does which is sent.
 * 2. Where it is a real one, the stand-in is asked, too, and both have to answer alike: so the stand-in is one that can be believed.
 */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** Does what the script of `RedisStore` does, and tells how long a key still lives. */
class StandIn {
  #counts = new Map()

  async ask([name, ...args]) {
    if (name === 'PTTL') return this.#counts.has(args[0]) ? this.#counts.get(args[0]).lives : -2
    assert.equal(name, 'EVAL')
    const [, keys, before, now, limit, part, whole, lives] = args
    assert.equal(keys, '2')
    const [p, c] = [before, now].map((key) => this.#counts.get(key)?.count ?? 0)
    if (Math.floor((p * Number(part)) / Number(whole)) + c < Number(limit)) this.#counts.set(now, { count: c + 1, lives: Number(lives) })
    return [p, c]
  }

  stop() {}
}

/** A Redis of its own, over its own protocol (RESP2). */
class Real {
  #process
  #socket
  #folder
  #waiting = []
  #read = Buffer.alloc(0)

  static async start(program) {
    const redis = new Real()
    redis.#folder = mkdtempSync(join(tmpdir(), 'whippet-redis-'))
    const path = join(redis.#folder, 'socket')
    redis.#process = spawn(program, ['--port', '0', '--unixsocket', path, '--save', '', '--dir', redis.#folder], { stdio: 'ignore' })
    for (let tries = 0; !redis.#socket; tries += 1) {
      const socket = createConnection(path)
      const connected = await Promise.race([once(socket, 'connect').then(() => true), once(socket, 'error').then(() => false)]).catch(() => false)
      if (connected) redis.#socket = socket
      else if (tries > 100) throw new Error(`${program} does not start`)
      else await pause(50)
    }
    redis.#socket.on('data', (data) => redis.#take(data))
    return redis
  }

  ask(command) {
    const parts = command.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`)
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      this.#socket.write(`*${command.length}\r\n${parts.join('')}`)
    })
  }

  #take(data) {
    this.#read = Buffer.concat([this.#read, data])
    for (let reply = this.#reply(0); reply; reply = this.#reply(0)) {
      this.#read = this.#read.subarray(reply.end)
      const { resolve, reject } = this.#waiting.shift()
      if (reply.value instanceof Error) reject(reply.value)
      else resolve(reply.value)
    }
  }

  /** The reply that begins at a byte; nothing where it has not come whole. */
  #reply(at) {
    const line = this.#read.indexOf('\r\n', at)
    if (line === -1) return undefined
    const [type, text, end] = [String.fromCharCode(this.#read[at]), this.#read.toString('utf8', at + 1, line), line + 2]
    if (type === ':') return { value: Number(text), end }
    if (type === '-') return { value: new Error(text), end }
    if (type !== '*') return { value: text, end }
    const reply = { value: [], end }
    for (let index = 0; index < Number(text); index += 1) {
      const part = this.#reply(reply.end)
      if (!part) return undefined
      reply.value.push(part.value)
      reply.end = part.end
    }
    return reply
  }

  stop() {
    this.#socket.destroy()
    this.#process.kill()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

/** Serves a Redis over HTTP to who has the token; gives its URL, what it was asked, and how to stop it. */
export async function serveRedis(token) {
  const standIn = new StandIn()
  const real = process.env.REDIS_SERVER ? await Real.start(process.env.REDIS_SERVER) : undefined
  const commands = []
  const server = createServer(async (request, response) => {
    const command = JSON.parse(Buffer.concat(await request.toArray()).toString())
    const answer = (status, body) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (request.headers.authorization !== `Bearer ${token}`) return answer(401, { error: 'WRONGPASS invalid or missing auth token' })
    commands.push(command)
    try {
      // Both are asked in one order: neither waits before it has the command.
      const [result, expected] = await Promise.all([(real ?? standIn).ask(command), real?.ask && standIn.ask(command)])
      if (expected) assert.deepEqual(result, expected, 'Redis does otherwise than the stand-in')
      answer(200, { result })
    } catch (error) {
      answer(400, { error: error.message })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    commands,
    ask: (command) => (real ?? standIn).ask(command),
    stop() {
      server.closeAllConnections()
      server.close()
      real?.stop()
    },
  }
}
