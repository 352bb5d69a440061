/**
 * The limit: Node's own HTTP server and nothing beside it, as fast as one would still write it. It validates no orders.
 */
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { ORIGIN, PRODUCTS, SECRET, addUp, placed, user } from '../data.mjs'

const SECURE_HEADERS = {
  'content-security-policy':
    "default-src 'self';base-uri 'self';font-src 'self' https: data:;form-action 'self';frame-ancestors 'self';img-src 'self' data:;" +
    "object-src 'none';script-src 'self';script-src-attr 'none';style-src 'self' https: 'unsafe-inline';upgrade-insecure-requests",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'SAMEORIGIN',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
}

const patterns = JSON.parse(readFileSync(new URL('../routes.json', import.meta.url), 'utf8'))
/** The fillers without parameters, by their path; the others as expressions. */
const paths = new Set(patterns.filter((pattern) => !pattern.includes('{')))
const expressions = patterns
  .filter((pattern) => pattern.includes('{'))
  .map((pattern) => ({ pattern, expression: new RegExp(`^${pattern.replace(/\{\w+\}/g, '[^/]+')}$`) }))

function send(response, status, value, headers) {
  const text = JSON.stringify(value)
  response.writeHead(status, { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
  response.end(text)
}

function readJson(request, answer) {
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    let value
    try {
      value = JSON.parse(Buffer.concat(chunks).toString())
    } catch {
      return answer(undefined)
    }
    answer(value)
  })
}

function order(request, response) {
  const headers = { ...SECURE_HEADERS, vary: 'Origin', 'x-request-id': randomUUID() }
  if (request.headers.origin === ORIGIN) headers['access-control-allow-origin'] = ORIGIN
  readJson(request, (order) => {
    if (!order) return send(response, 400, { error: 'no JSON' }, headers)
    send(response, 201, placed(order), headers)
  })
}

function readings(request, response) {
  readJson(request, (readings) => {
    if (!readings) return send(response, 400, { error: 'no JSON' })
    send(response, 200, addUp(readings))
  })
}

/** The claims of a token that this secret has signed, and that has not ended. */
function verify(authorization = '') {
  const [head, claims, signature] = authorization.replace(/^Bearer /, '').split('.')
  if (signature === undefined) return undefined
  const own = createHmac('sha256', SECRET).update(`${head}.${claims}`).digest()
  const given = Buffer.from(signature, 'base64url')
  if (given.length !== own.length || !timingSafeEqual(given, own)) return undefined
  const parsed = JSON.parse(Buffer.from(claims, 'base64url'))
  return parsed.exp * 1000 > Date.now() ? parsed : undefined
}

function me(request, response) {
  const claims = verify(request.headers.authorization)
  if (!claims) return send(response, 401, { error: 'no valid token' })
  send(response, 200, { sub: claims.sub, role: claims.role })
}

async function wait(response) {
  await setTimeout(5)
  send(response, 200, { waited: 5 })
}

function answerParametrised(url, response) {
  if (url.startsWith('/users/') && url.indexOf('/', 7) === -1) return send(response, 200, user(Number(url.slice(7))))
  const found = expressions.find(({ expression }) => expression.test(url))
  if (found) return send(response, 200, { route: found.pattern })
  send(response, 404, { error: 'not found' })
}

function get(request, response) {
  switch (request.url) {
    case '/api/products':
      return send(response, 200, PRODUCTS)
    case '/api/me':
      return me(request, response)
    case '/api/wait':
      return wait(response)
    default:
      if (paths.has(request.url)) return send(response, 200, { route: request.url })
      return answerParametrised(request.url, response)
  }
}

const server = createServer((request, response) => {
  if (request.method === 'GET') return get(request, response)
  if (request.method === 'POST' && request.url === '/api/orders') return order(request, response)
  if (request.method === 'POST' && request.url === '/api/readings') return readings(request, response)
  send(response, 404, { error: 'not found' })
})
server.listen(Number(process.env.PORT), '127.0.0.1')
