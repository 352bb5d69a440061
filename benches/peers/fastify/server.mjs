/**
 * The application in Fastify: JSON schemas for what comes in and goes out, its own plugins for CORS, helmet and JWT.
 *
 * CORS, helmet and the request id are registered in the scope of the orders only; its `genReqId` would be asked for each request of each route.
 */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import cors from '@fastify/cors'
import helmet from '@fastify/helmet'
import jwt from '@fastify/jwt'
import Fastify from 'fastify'
import { ORIGIN, PRODUCTS, SECRET, addUp, placed, user } from '../data.mjs'
import { Order, Placed, Read, User, WhoAmI, object } from './schemas.mjs'

const routes = JSON.parse(readFileSync(new URL('../routes.json', import.meta.url), 'utf8'))

const app = Fastify()

app.get(
  '/users/:id',
  { schema: { params: object({ id: { type: 'integer' } }), response: { 200: User } } },
  async (request) => user(request.params.id),
)

app.register(async (orders) => {
  await orders.register(cors, { origin: [ORIGIN] })
  await orders.register(helmet)
  orders.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.headers['x-request-id'] ?? randomUUID())
  })
  orders.post('/api/orders', { schema: { body: Order, response: { 201: Placed } } }, async (request, reply) => {
    reply.code(201)
    return placed(request.body)
  })
})

// Without a schema: for an answer as large as this one `JSON.stringify` is faster, which Fastify's own serialiser says of itself.
app.get('/api/products', async () => PRODUCTS)

await app.register(jwt, { secret: SECRET, verify: { algorithms: ['HS256'] } })
app.get(
  '/api/me',
  { onRequest: (request) => request.jwtVerify(), schema: { response: { 200: WhoAmI } } },
  async (request) => request.user,
)

app.post('/api/readings', { schema: { response: { 200: Read } } }, async (request) => addUp(request.body))

app.get('/api/wait', { schema: { response: { 200: object({ waited: { type: 'integer' } }) } } }, async () => {
  await new Promise((resolve) => setTimeout(resolve, 5))
  return { waited: 5 }
})

for (const route of routes) app.get(route.replace(/\{(\w+)\}/g, ':$1'), async () => ({ route }))

await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) })
