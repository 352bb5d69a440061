/**
 * What the application consists of: its routes, and what stands around that of the orders only, as middleware of Nest.
 *
 * `enableCors` and `@fastify/helmet` would be on for every route, and double what a small answer costs.
 */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Controller, Get, type MiddlewareConsumer, Module, type NestModule, type Type } from '@nestjs/common'
import { JwtModule } from '@nestjs/jwt'
import cors from 'cors'
import helmet from 'helmet'
import { ORIGIN, SECRET } from '../data.mjs'
import routes from '../routes.json' with { type: 'json' }
import { AppController } from './app.controller.js'

function requestId(request: IncomingMessage, response: ServerResponse, next: () => void) {
  response.setHeader('x-request-id', request.headers['x-request-id'] ?? randomUUID())
  next()
}

/** A controller of a route that only stands there. */
function filler(route: string): Type {
  @Controller()
  class Filler {
    @Get(route.replace(/\{(\w+)\}/g, ':$1'))
    answer() {
      return { route }
    }
  }
  return Filler
}

@Module({
  imports: [JwtModule.register({ secret: SECRET, verifyOptions: { algorithms: ['HS256'] } })],
  controllers: [AppController, ...routes.map(filler)],
})
export class AppModule implements NestModule {
  configure(consumer: MiddlewareConsumer) {
    consumer.apply(requestId, cors({ origin: [ORIGIN] }), helmet()).forRoutes('api/orders')
  }
}
