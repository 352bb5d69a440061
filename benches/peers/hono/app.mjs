/**
 * The application in Hono: its own CORS, secure headers, request id and JWT, and its validator for zod. The same on Node and on workerd.
 */
import { zValidator } from '@hono/zod-validator'
import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { jwt } from 'hono/jwt'
import { requestId } from 'hono/request-id'
import { secureHeaders } from 'hono/secure-headers'
import { ORIGIN, PRODUCTS, SECRET, addUp, placed, user } from '../data.mjs'
import routes from '../routes.json' with { type: 'json' }
import { Order } from '../order.mjs'

const app = new Hono()

// Before the works: the first route that fits counts, and `/users/me` is one of these.
for (const route of routes) app.get(route.replace(/\{(\w+)\}/g, ':$1'), (c) => c.json({ route }))

app.get('/users/:id', (c) => c.json(user(Number(c.req.param('id')))))

app.use('/api/orders', requestId(), cors({ origin: [ORIGIN] }))
app.use(
  '/api/orders',
  // Where Hono's defaults are not helmet's.
  secureHeaders({
    strictTransportSecurity: 'max-age=31536000; includeSubDomains',
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      baseUri: ["'self'"],
      fontSrc: ["'self'", 'https:', 'data:'],
      formAction: ["'self'"],
      frameAncestors: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      objectSrc: ["'none'"],
      scriptSrc: ["'self'"],
      scriptSrcAttr: ["'none'"],
      styleSrc: ["'self'", 'https:', "'unsafe-inline'"],
      upgradeInsecureRequests: [],
    },
  }),
)
app.post('/api/orders', zValidator('json', Order), (c) => c.json(placed(c.req.valid('json')), 201))

app.get('/api/products', (c) => c.json(PRODUCTS))

app.get('/api/me', jwt({ secret: SECRET, alg: 'HS256' }), (c) => {
  const { sub, role } = c.get('jwtPayload')
  return c.json({ sub, role })
})

app.post('/api/readings', async (c) => c.json(addUp(await c.req.json())))

app.get('/api/wait', async (c) => {
  await new Promise((resolve) => setTimeout(resolve, 5))
  return c.json({ waited: 5 })
})

export default app
