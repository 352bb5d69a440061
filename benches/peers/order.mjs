/**
 * What an order must be, in zod: for the peers whose users take zod (Hono, Express, h3).
 */
import * as z from 'zod'

const Item = z.object({
  sku: z.string().min(1).max(40),
  quantity: z.int().min(1).max(1000),
  price_cents: z.int().min(0).max(10_000_000),
})

export const Order = z.object({
  name: z.string().min(1).max(100),
  email: z.email(),
  items: z.array(Item).min(1).max(50),
})
