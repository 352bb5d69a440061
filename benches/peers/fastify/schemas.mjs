/**
 * The JSON schemas of what comes into the application in Fastify, and of what goes out.
 */
const text = { type: 'string' }
const integer = { type: 'integer' }
const number = { type: 'number' }

/** An object that has all of these members. */
export const object = (properties) => ({ type: 'object', required: Object.keys(properties), properties })

export const Order = object({
  name: { type: 'string', minLength: 1, maxLength: 100 },
  email: { type: 'string', format: 'email' },
  items: {
    type: 'array',
    minItems: 1,
    maxItems: 50,
    items: object({
      sku: { type: 'string', minLength: 1, maxLength: 40 },
      quantity: { type: 'integer', minimum: 1, maximum: 1000 },
      price_cents: { type: 'integer', minimum: 0, maximum: 10_000_000 },
    }),
  },
})

export const Placed = object({ name: text, email: text, items: integer, quantity: integer, total_cents: integer })

export const User = object({ id: integer, name: text, email: text, active: { type: 'boolean' } })

export const WhoAmI = object({ sub: text, role: text })

export const Read = object({ count: integer, sum: number, min: number, max: number })
