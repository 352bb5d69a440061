/**
 * The application in Express: `cors`, `helmet`, zod and `jsonwebtoken`, the first two on the route of the orders only.
 *
 * Express tries its routes one after the other; so the works stand in the middle of the list, as a route does on average.
 */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import cors from 'cors'
import express from 'express'
import helmet from 'helmet'
import jwt from 'jsonwebtoken'
import { ORIGIN, PRODUCTS, SECRET, addUp, placed, user } from '../data.mjs'
import { Order } from '../order.mjs'

const routes = JSON.parse(readFileSync(new URL('../routes.json', import.meta.url), 'utf8'))
const half = routes.length / 2

function requestId(request, response, next) {
  request.id = request.get('x-request-id') ?? randomUUID()
  response.set('x-request-id', request.id)
  next()
}

function validated(schema) {
  return (request, response, next) => {
    const result = schema.safeParse(request.body)
    if (!result.success) return response.status(400).json({ errors: result.error.issues })
    request.body = result.data
    next()
  }
}

function authenticated(request, response, next) {
  const [scheme, token] = request.get('authorization')?.split(' ') ?? []
  if (scheme !== 'Bearer' || !token) return response.status(401).json({ error: 'no token' })
  jwt.verify(token, SECRET, { algorithms: ['HS256'] }, (error, claims) => {
    if (error) return response.status(401).json({ error: 'no valid token' })
    request.user = claims
    next()
  })
}

const app = express()
app.disable('x-powered-by')

const fill = (route) => app.get(route.replace(/\{(\w+)\}/g, ':$1'), (_, response) => response.json({ route }))
routes.slice(0, half).forEach(fill)

app.get('/users/:id', (request, response) => response.json(user(Number(request.params.id))))

const shop = cors({ origin: [ORIGIN] })
app.options('/api/orders', shop)
app.post('/api/orders', requestId, shop, helmet(), express.json(), validated(Order), (request, response) => {
  response.status(201).json(placed(request.body))
})

app.get('/api/products', (_, response) => response.json(PRODUCTS))

app.get('/api/me', authenticated, (request, response) => {
  const { sub, role } = request.user
  response.json({ sub, role })
})

app.post('/api/readings', express.json(), (request, response) => response.json(addUp(request.body)))

app.get('/api/wait', async (_, response) => {
  await new Promise((resolve) => setTimeout(resolve, 5))
  response.json({ waited: 5 })
})

routes.slice(half).forEach(fill)

// Four parameters are what makes it a handler of errors.
app.use((error, _, response, _next) => response.status(error.status ?? 500).json({ error: error.message }))

app.listen(Number(process.env.PORT), '127.0.0.1')
