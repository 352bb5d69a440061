/**
 * The peers: what each is called, how its server is started, what its in-process way is, and which versions it is made of.
 *
 * 1. `command(context)` is what starts a server on `PORT` of 127.0.0.1: a program and its arguments. `context` is what `contextOf` of a
 *    runtime gives; the environment is `ENVIRONMENT` and `PORT`. It answers once it is ready, and ends by SIGTERM.
 * 2. `fetch` is a module whose default export has `fetch(request)`: the in-process way.
 * 3. `bundle` is what esbuild is given to make one file of the peer, for the sizes; what it never loads is `external`. One that has something
 *    `beside` it is not bundled: its files are deployed as they are, with that. `files` gives those of a worker, which is bundled already.
 * 4. Each is production mode, without logging, one process.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { inside, read } from '../scripts/project.mjs'
import { lockedVersion } from '../scripts/setup/cargo-tools.mjs'
import { commandOf, deployed } from './peers/workerd/build.mjs'

/** The folder in which npm's packages of the peers are installed. */
export const PEERS_FOLDER = fileURLToPath(new URL('./peers', import.meta.url))
/** The folder for all that is built or installed for the benchmark and is no package of npm. */
export const BENCH_FOLDER = inside('target', 'bench')
/** What a server's environment holds beside `PORT`. */
export const ENVIRONMENT = { NODE_ENV: 'production' }

const peer = (...parts) => [PEERS_FOLDER, ...parts].join('/')
const built = (...parts) => [BENCH_FOLDER, ...parts].join('/')

/** The programs of a runtime: `node` is npm's Node 20 or 24, whichever runs this (24 where none is meant). */
export function contextOf(runtime) {
  const node = runtime === 'node20' ? 'node20' : 'node24'
  return { runtime, node: peer('node_modules', node, 'bin', 'node'), python: built('venv', 'bin', 'python') }
}

const onNode = (file) => ({ node }) => [node, file]
const NODES = ['node20', 'node24']
const esm = (entry, external = []) => ({ entry, external, platform: 'node', format: 'esm' })

/** What Nest loads only where it is asked for. */
const NOT_OF_NEST = ['@fastify/cors', '@fastify/multipart', '@fastify/static', '@fastify/view', '@nestjs/microservices', '@nestjs/platform-express', '@nestjs/websockets']

/** The peers, the limit first. `name` and `runtime` together are one of them. */
export const PEERS = [
  {
    name: 'node-http',
    title: 'node:http, bare',
    runtimes: NODES,
    command: onNode(peer('node-http', 'server.mjs')),
    bundle: esm(peer('node-http', 'server.mjs')),
    validates: false,
    versions: () => '',
  },
  {
    name: 'whippet',
    title: 'Whippet',
    runtimes: NODES,
    command: onNode(peer('whippet', 'server.mjs')),
    fetch: built('whippet', 'index.js'),
    // Its own files are deployed as they are, with the module that they read.
    bundle: { ...esm(peer('whippet', 'server.mjs')), beside: built('whippet', 'app_bg.wasm') },
    versions: () => crates('Cargo.lock', 'whippet', 'garde'),
  },
  {
    name: 'hono',
    title: 'Hono',
    runtimes: NODES,
    command: onNode(peer('hono', 'server.mjs')),
    fetch: peer('hono', 'app.mjs'),
    bundle: esm(peer('hono', 'server.mjs')),
    versions: () => npm('hono', '@hono/node-server', '@hono/zod-validator', 'zod'),
  },
  {
    name: 'fastify',
    title: 'Fastify',
    runtimes: NODES,
    command: onNode(peer('fastify', 'server.mjs')),
    bundle: esm(peer('fastify', 'server.mjs')),
    versions: () => npm('fastify', '@fastify/cors', '@fastify/helmet', '@fastify/jwt'),
  },
  {
    name: 'express',
    title: 'Express',
    runtimes: NODES,
    command: onNode(peer('express', 'server.mjs')),
    bundle: esm(peer('express', 'server.mjs')),
    versions: () => npm('express', 'cors', 'helmet', 'zod', 'jsonwebtoken'),
  },
  {
    name: 'nest',
    title: 'NestJS on Fastify',
    runtimes: NODES,
    command: onNode(built('nest', 'nest', 'main.js')),
    bundle: esm(built('nest', 'nest', 'main.js'), NOT_OF_NEST),
    versions: () => npm('@nestjs/core', '@nestjs/platform-fastify', '@nestjs/jwt', 'class-validator', 'class-transformer', 'cors', 'helmet'),
  },
  {
    name: 'h3',
    title: 'h3',
    runtimes: NODES,
    command: onNode(peer('h3', 'server.mjs')),
    fetch: peer('h3', 'app.mjs'),
    bundle: esm(peer('h3', 'server.mjs')),
    versions: () => npm('h3', 'zod', 'jose'),
  },
  {
    name: 'fastapi',
    title: 'FastAPI on uvicorn',
    runtimes: ['python'],
    command: ({ python }) => [python, peer('fastapi', 'server.py')],
    versions: () => python('fastapi', 'pydantic', 'uvicorn', 'uvloop', 'httptools', 'pyjwt'),
  },
  { ...worker('workerd'), title: 'a `fetch`, bare', validates: false, versions: () => npm('workerd') },
  { ...worker('whippet'), title: 'Whippet', versions: () => crates('Cargo.lock', 'whippet', 'garde') },
  { ...worker('hono'), title: 'Hono', versions: () => npm('hono', '@hono/zod-validator', 'zod') },
  {
    ...worker('workers-rs'),
    title: 'workers-rs with axum',
    versions: () => crates('benches/peers/workers-rs/Cargo.lock', 'worker', 'axum', 'tower-http', 'validator', 'jsonwebtoken'),
  },
]

/** What is the same for all workers of workerd. */
function worker(name) {
  return { name, runtimes: ['workerd'], command: () => commandOf(name), files: () => deployed(name) }
}

/** The versions of npm's packages, as they are installed: `hono 4.13.19, zod 4.6.7`. */
export function npm(...names) {
  const version = (name) => JSON.parse(readFileSync(peer('node_modules', name, 'package.json'), 'utf8')).version
  return names.map((name) => `${name} ${version(name)}`).join(', ')
}

/** The versions of Python's packages, as they are installed: what `requirements.txt` says. */
function python(...names) {
  const lines = readFileSync(peer('fastapi', 'requirements.txt'), 'utf8').split('\n')
  const version = (name) => lines.find((line) => line.startsWith(`${name}==`)).split('==')[1]
  return names.map((name) => `${name} ${version(name)}`).join(', ')
}

/** The versions of crates, as a lock file has them. */
function crates(lock, ...names) {
  const text = read(lock)
  return names.map((name) => `${name} ${lockedVersion(text, name)}`).join(', ')
}
