/**
 * The six works of the benchmark: what every peer is asked, what it must answer, and what it must refuse.
 *
 * 1. All peers answer the same bytes: compact JSON, its members in this order. `check.mjs` holds them to it.
 * 2. The bodies are made here, always the same. What the applications know themselves stands in `peers/data.mjs`.
 * 3. Sums, the least and the most of the readings end in .5: so they are the same text in every language.
 * 4. The readings are parsed, and the order is validated: each peer does that the way its own documentation does.
 *
 * A request is `{ method, path, headers, body }`, its body bytes or `undefined`; an answer `{ status, headers, body }`, its body bytes.
 * `refused` lists requests with the statuses one of which a peer must answer; the bare server validates no orders.
 */
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { ORIGIN, PRODUCTS, SECRET, user } from './peers/data.mjs'

/** The patterns of the 44 routes beside the works: each is `GET`, and answers `{"route":"<pattern>"}`. */
export const FILLERS = JSON.parse(readFileSync(new URL('./peers/routes.json', import.meta.url), 'utf8'))

/** What `SecureHeaders::new()` and helmet say, and all others are made to say. */
export const SECURE_HEADERS = {
  'content-security-policy': [
    "default-src 'self'",
    "base-uri 'self'",
    "font-src 'self' https: data:",
    "form-action 'self'",
    "frame-ancestors 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "script-src 'self'",
    "script-src-attr 'none'",
    "style-src 'self' https: 'unsafe-inline'",
    'upgrade-insecure-requests',
  ].join(';'),
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

const bytes = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
const get = (path, headers = {}) => ({ method: 'GET', path, headers, body: undefined })
const post = (path, value, headers = {}) => ({ method: 'POST', path, headers: { ...headers, 'content-type': 'application/json' }, body: bytes(value) })
const ok = (value) => ({ status: 200, headers: {}, body: bytes(value) })

const ITEMS = [
  { sku: 'leash-01', quantity: 2, price_cents: 1999 },
  { sku: 'collar-07', quantity: 1, price_cents: 1450 },
  { sku: 'bowl-12', quantity: 4, price_cents: 899 },
]
const ORDER = { name: 'Lola', email: 'lola@example.com', items: ITEMS }
const total = (figure) => ITEMS.reduce((sum, item) => sum + figure(item), 0)
const order = (changes, item = {}) => post('/api/orders', { ...ORDER, items: [{ ...ITEMS[0], ...item }], ...changes }, { origin: ORIGIN })

/** What an order may not be. */
const WRONG_ORDERS = {
  'no name': order({ name: undefined }),
  'an empty name': order({ name: '' }),
  'a name of 101 characters': order({ name: 'a'.repeat(101) }),
  'no e-mail': order({ email: undefined }),
  'an e-mail without an @': order({ email: 'lola.example.com' }),
  'no items': order({ items: [] }),
  '51 items': order({ items: Array.from({ length: 51 }, () => ITEMS[0]) }),
  'an empty sku': order({}, { sku: '' }),
  'a sku of 41 characters': order({}, { sku: 's'.repeat(41) }),
  'a quantity of 0': order({}, { quantity: 0 }),
  'a quantity of 1001': order({}, { quantity: 1001 }),
  'a quantity of 1.5': order({}, { quantity: 1.5 }),
  'a price below 0': order({}, { price_cents: -1 }),
  'a price above 10000000': order({}, { price_cents: 10_000_001 }),
  'an item that is a number': order({ items: [7] }),
  'a body that is no JSON': post('/api/orders', '{"name":', { origin: ORIGIN }),
}

const base64url = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')

function token(claims, { alg = 'HS256', secret = SECRET } = {}) {
  const signed = `${base64url({ alg, typ: 'JWT' })}.${base64url(claims)}`
  return `${signed}.${alg === 'none' ? '' : createHmac('sha256', secret).update(signed).digest('base64url')}`
}

/** The first second of the year 2100. */
const FAR = 4_102_444_800
const CLAIMS = { sub: 'lola', role: 'admin', exp: FAR }
const me = (text) => get('/api/me', { authorization: `Bearer ${text}` })

const WRONG_TOKENS = {
  'no token': get('/api/me'),
  'a token of another secret': me(token(CLAIMS, { secret: SECRET.toUpperCase() })),
  'a token that has ended': me(token({ ...CLAIMS, exp: 1_000_000_000 })),
  'a token without a signature': me(token(CLAIMS, { alg: 'none' })),
  'a token that is none': me('lola'),
}

const READINGS = Array.from({ length: 2109 }, (_, n) => ({ sensor: `s-${n % 100}`, value: (((n * 37) % 399) + 1) / 2 }))
const VALUES = READINGS.map((reading) => reading.value)
const READ = { count: VALUES.length, sum: VALUES.reduce((sum, value) => sum + value, 0), min: Math.min(...VALUES), max: Math.max(...VALUES) }

const refusing = (requests, statuses) => Object.entries(requests).map(([title, request]) => ({ title, request, statuses }))

/** The works, in their order. `concurrency` says how many are asked at once, where that is the point of the work. */
export const WORKS = [
  { id: 'a', title: 'a route of 50, a small JSON answer', request: get('/users/42'), answer: ok(user(42)), refused: [] },
  {
    id: 'b',
    title: 'an order: JSON validated, behind CORS, secure headers and a request id',
    request: post('/api/orders', ORDER, { origin: ORIGIN }),
    answer: {
      status: 201,
      headers: { ...SECURE_HEADERS, 'access-control-allow-origin': ORIGIN },
      body: bytes({
        name: ORDER.name,
        email: ORDER.email,
        items: ITEMS.length,
        quantity: total((item) => item.quantity),
        total_cents: total((item) => item.quantity * item.price_cents),
      }),
    },
    refused: refusing(WRONG_ORDERS, [400, 422]),
  },
  { id: 'c', title: 'a list of products, 100 kB of JSON', request: get('/api/products'), answer: ok(PRODUCTS), refused: [] },
  {
    id: 'd',
    title: 'a login by a signed token (JWT, HS256)',
    request: me(token(CLAIMS)),
    answer: ok({ sub: CLAIMS.sub, role: CLAIMS.role }),
    refused: refusing(WRONG_TOKENS, [401]),
  },
  { id: 'e', title: 'a body of 64 kB of JSON, read and added up', request: post('/api/readings', READINGS), answer: ok(READ), refused: [] },
  { id: 'f', title: 'a wait of 5 ms, 1,000 at once', request: get('/api/wait'), answer: ok({ waited: 5 }), refused: [], concurrency: 1000 },
]

/** The work of that id. */
export const workOf = (id) => WORKS.find((work) => work.id === id)
