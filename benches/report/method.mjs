/**
 * What the document says of how it is measured, and of the peers.
 */
import { MOST_SPREAD } from '../bench/noise.mjs'
import { table } from './numbers.mjs'

/** What each peer is, in a sentence. Who is not here has its title only. */
const WHAT = {
  'node-http': 'The limit: Node’s own server and functions by hand. It validates no orders.',
  response: 'The limit in process: a function that makes a `Response` of the constant answer, and nothing else.',
  workerd: 'The limit on workerd: a `fetch` in JavaScript and functions by hand. It validates no orders.',
  whippet: 'This framework, as `whippet build` makes it: the server form on Node, the module itself on workerd; orders are validated by garde.',
  hono: 'Its own CORS, secure headers, request id and JWT; zod; on Node with @hono/node-server.',
  fastify: 'JSON schemas for what comes in and goes out (ajv, fast-json-stringify); @fastify/cors, helmet and jwt.',
  express: 'cors, helmet, zod, jsonwebtoken.',
  nest: 'On Fastify, with a ValidationPipe over class-validator, a guard with @nestjs/jwt, cors and helmet as middleware of the orders.',
  h3: 'Its own CORS and validated bodies with zod; jose; a middleware of its own for the secure headers.',
  fastapi: 'uvicorn with uvloop and httptools, one worker; pydantic; PyJWT.',
  'workers-rs': 'Rust, too: the crate worker with axum as its router, tower-http, validator and jsonwebtoken.',
}

const percent = `${MOST_SPREAD * 100} %`

/** How it is measured. */
export function method() {
  return [
    '## How it is measured',
    '',
    'Every peer serves the same 50 routes with the same answers, byte by byte, written the way its own documentation recommends: production mode, no log, one process. Before anything is measured, a program',
    'asks each for every work, for orders and tokens that have to be refused, and for all headers; the benchmark stops at the first difference.',
    '',
    '- **Over HTTP** the server is pinned to one core, and wrk to another. CPU time is what the kernel counts for all threads of the server process, from before a round until it is idle again, by the requests that were',
    '  sent. Memory is the most that was resident in a round. 32 connections are open, in (f) 1,000, all before the first request; for (f) the servers have done nothing else yet. One request that fails ends the run.',
    '- **In (f)** every connection asks again as soon as it is answered: p99 is then mostly 1,000 divided by the requests a second, and the most memory is mostly garbage that was not collected yet.',
    '- **In process** each peer runs in a process of its own, all on one core. The requests are made before the clock runs.',
    '- **The start** is the time from before the process is made until the answer of (b) is there.',
    '- **All of a group take turns**, round by round, and who begins changes: what disturbs the machine for a while disturbs all. A figure is the median of its rounds, a ratio the median of the ratios of rounds that',
    '  stand side by side; the interval beside it holds that median with a certainty of 95 %.',
    `- **Noise is told**: where the limit’s own median is not known to ${percent}, the rounds are run again, up to three times as long as there is time, and then it is listed below the goals. A run in which that is`,
    '  so for more than a quarter of what was measured is refused, and writes nothing.',
    '- A figure of another machine, or another day, is comparable with none here; the ratios are, nearly.',
    '',
    '`npm run bench -- --help` has the options. It needs Linux on x86-64, two cores, Node 20 or newer, Python 3.10 or newer, and Rust; the two Nodes that are measured, and what else it needs, it installs.',
    '',
  ]
}

/** The peers: what they are, and their versions. */
export function peersTable({ peers }) {
  const where = (runtimes) => (runtimes.includes('workerd') ? 'workerd' : runtimes.includes('python') ? 'Python' : 'Node')
  const rows = peers.map(({ name, title, runtimes, versions }) => [title, where(runtimes), WHAT[name] ?? '', versions || '–'])
  return ['## The peers', '', table(['', 'on', 'what it is', 'versions'], rows, 4), '']
}
