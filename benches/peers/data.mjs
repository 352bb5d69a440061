/**
 * What the applications of the peers know before a request comes: the same for all, in each language.
 *
 * Apart from `works.mjs`, so that a peer's bundle holds no more than the peer needs.
 */

/** The only origin that may place orders. */
export const ORIGIN = 'https://shop.example'

/** The secret of the tokens: 32 bytes, which is what HS256 wants at least. */
export const SECRET = 'whippet-bench-secret-of-32-bytes'

/** A user of any number. */
export const user = (id) => ({ id, name: `user ${id}`, email: `user${id}@example.com`, active: true })

const COLOURS = ['black', 'blue', 'brown', 'green', 'red', 'white', 'yellow']
const THINGS = ['bed', 'bowl', 'brush', 'collar', 'leash']

/** The products: 523, which are about 100 kB of JSON. Only ASCII, and nothing that JSON would escape. */
export const PRODUCTS = Array.from({ length: 523 }, (_, index) => product(index + 1))

function product(n) {
  const [colour, thing] = [COLOURS[n % COLOURS.length], THINGS[n % THINGS.length]]
  return {
    id: n,
    name: `product ${n}`,
    price_cents: 100 + ((n * 379) % 9900),
    tags: [colour, thing],
    in_stock: n % 4 !== 0,
    description: `A ${colour} ${thing} for dogs of ${5 + (n % 40)} kg: it is washed at 30 degrees, and sent within ${1 + (n % 5)} days.`,
  }
}

/** What an order that has been validated is answered with. */
export function placed({ name, email, items }) {
  let [quantity, total_cents] = [0, 0]
  for (const item of items) {
    quantity += item.quantity
    total_cents += item.quantity * item.price_cents
  }
  return { name, email, items: items.length, quantity, total_cents }
}

/** Readings, added up. */
export function addUp(readings) {
  let [sum, min, max] = [0, Infinity, -Infinity]
  for (const { value } of readings) {
    sum += value
    if (value < min) min = value
    if (value > max) max = value
  }
  return { count: readings.length, sum, min, max }
}
