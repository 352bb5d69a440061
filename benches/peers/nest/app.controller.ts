/**
 * The routes of the works.
 */
import { Body, Controller, Get, HttpCode, Param, ParseIntPipe, Post, Request, UseGuards } from '@nestjs/common'
import { PRODUCTS, addUp, placed, user } from '../data.mjs'
import { AuthGuard, type Authenticated } from './auth.guard.js'
import { OrderDto } from './order.dto.js'

interface Reading {
  sensor: string
  value: number
}

@Controller()
export class AppController {
  @Get('users/:id')
  user(@Param('id', ParseIntPipe) id: number) {
    return user(id)
  }

  @Post('api/orders')
  order(@Body() order: OrderDto) {
    return placed(order)
  }

  @Get('api/products')
  products() {
    return PRODUCTS
  }

  @Get('api/me')
  @UseGuards(AuthGuard)
  me(@Request() { user }: Authenticated) {
    return { sub: user.sub, role: user.role }
  }

  @Post('api/readings')
  @HttpCode(200)
  readings(@Body() readings: Reading[]) {
    return addUp(readings)
  }

  @Get('api/wait')
  async wait() {
    await new Promise((resolve) => setTimeout(resolve, 5))
    return { waited: 5 }
  }
}
