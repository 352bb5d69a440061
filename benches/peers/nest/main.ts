/**
 * The application in NestJS on Fastify: `ValidationPipe` with class-validator, and `@nestjs/jwt` in a guard.
 */
import 'reflect-metadata'
import { ValidationPipe } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify'
import { AppModule } from './app.module.js'

const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(), { logger: false })
app.useGlobalPipes(new ValidationPipe())
await app.listen(Number(process.env.PORT), '127.0.0.1')
