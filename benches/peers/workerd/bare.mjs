/**
 * The limit on workerd: a `fetch` and nothing beside it, as fast as one would still write it. It validates no orders.
 */
import { ORIGIN, PRODUCTS, SECRET, addUp, placed, user } from '../data.mjs'
import patterns from '../routes.json' with { type: 'json' }

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

/** The fillers without parameters, by their path; the others as expressions. */
const paths = new Set(patterns.filter((pattern) => !pattern.includes('{')))
const expressions = patterns
  .filter((pattern) => pattern.includes('{'))
  .map((pattern) => ({ pattern, expression: new RegExp(`^${pattern.replace(/\{\w+\}/g, '[^/]+')}$`) }))

const answer = (value, status = 200, headers = undefined) => Response.json(value, { status, headers })

async function order(request) {
  const headers = { ...SECURE_HEADERS, vary: 'Origin', 'x-request-id': crypto.randomUUID() }
  if (request.headers.get('origin') === ORIGIN) headers['access-control-allow-origin'] = ORIGIN
  return answer(placed(await request.json()), 201, headers)
}

const encoder = new TextEncoder()
const base64url = { alphabet: 'base64url' }
let key

/** The claims of a token that this secret has signed, and that has not ended. */
async function verify(authorization) {
  const [head, claims, signature] = (authorization ?? '').replace(/^Bearer /, '').split('.')
  if (signature === undefined) return undefined
  key ??= await crypto.subtle.importKey('raw', encoder.encode(SECRET), { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])
  if (!(await crypto.subtle.verify('HMAC', key, Uint8Array.fromBase64(signature, base64url), encoder.encode(`${head}.${claims}`)))) return undefined
  const parsed = JSON.parse(new TextDecoder().decode(Uint8Array.fromBase64(claims, base64url)))
  return parsed.exp * 1000 > Date.now() ? parsed : undefined
}

async function me(request) {
  const claims = await verify(request.headers.get('authorization'))
  return claims ? answer({ sub: claims.sub, role: claims.role }) : answer({ error: 'no valid token' }, 401)
}

async function wait() {
  await new Promise((resolve) => setTimeout(resolve, 5))
  return answer({ waited: 5 })
}

function parametrised(path) {
  if (path.startsWith('/users/') && path.indexOf('/', 7) === -1) return answer(user(Number(path.slice(7))))
  const found = expressions.find(({ expression }) => expression.test(path))
  return found ? answer({ route: found.pattern }) : answer({ error: 'not found' }, 404)
}

function get(request, path) {
  switch (path) {
    case '/api/products':
      return answer(PRODUCTS)
    case '/api/me':
      return me(request)
    case '/api/wait':
      return wait()
    default:
      return paths.has(path) ? answer({ route: path }) : parametrised(path)
  }
}

export default {
  async fetch(request) {
    // The path alone: a whole URL is more than is needed.
    const path = request.url.slice(request.url.indexOf('/', 8))
    if (request.method === 'GET') return get(request, path)
    if (request.method === 'POST' && path === '/api/orders') return order(request)
    if (request.method === 'POST' && path === '/api/readings') return answer(addUp(await request.json()))
    return answer({ error: 'not found' }, 404)
  },
}
