/**
 * The application in h3: its own CORS and validated bodies (zod), jose for the tokens. It has no helmet: a middleware sets the headers.
 */
import { H3, HTTPError, handleCors, readBody, readValidatedBody } from 'h3'
import { jwtVerify } from 'jose'
import { ORIGIN, PRODUCTS, SECRET, addUp, placed, user } from '../data.mjs'
import { Order } from '../order.mjs'
import routes from '../routes.json' with { type: 'json' }

const SECURE_HEADERS = Object.entries({
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
})

function secureHeaders(event) {
  for (const [name, value] of SECURE_HEADERS) event.res.headers.set(name, value)
}

function requestId(event) {
  event.res.headers.set('x-request-id', event.req.headers.get('x-request-id') ?? crypto.randomUUID())
}

const CORS = { origin: [ORIGIN], methods: ['POST'] }

/** Goes on where it is no preflight, which it has answered. */
function cors(event) {
  const answer = handleCors(event, CORS)
  if (answer !== false) return answer
}

const key = new TextEncoder().encode(SECRET)

async function authenticated(event) {
  const [scheme, token] = event.req.headers.get('authorization')?.split(' ') ?? []
  if (scheme !== 'Bearer') throw new HTTPError({ status: 401 })
  try {
    event.context.user = (await jwtVerify(token, key, { algorithms: ['HS256'] })).payload
  } catch {
    throw new HTTPError({ status: 401 })
  }
}

const app = new H3()

app.get('/users/:id', (event) => user(Number(event.context.params.id)))

app.on('OPTIONS', '/api/orders', cors)
app.post(
  '/api/orders',
  async (event) => {
    const order = await readValidatedBody(event, Order)
    event.res.status = 201
    return placed(order)
  },
  { middleware: [requestId, cors, secureHeaders] },
)

app.get('/api/products', () => PRODUCTS)

app.get('/api/me', ({ context }) => ({ sub: context.user.sub, role: context.user.role }), { middleware: [authenticated] })

app.post('/api/readings', async (event) => addUp(await readBody(event)))

app.get('/api/wait', async () => {
  await new Promise((resolve) => setTimeout(resolve, 5))
  return { waited: 5 }
})

for (const route of routes) app.get(route.replace(/\{(\w+)\}/g, ':$1'), () => ({ route }))

export default app
