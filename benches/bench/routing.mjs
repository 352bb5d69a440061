/**
 * A program: what finding a route costs among so many. `node routing.mjs <folder> <size> …`; a line asks `{ size, way }`.
 *
 * The routes and the requests are those of `npm run bench:router`. `way` is `fetch`, a whole request, or `handle`, without `Request` and
 * `Response`.
 */
import { main } from '../../scripts/project.mjs'
import { dispatching, fetching, open } from '../router.mjs'
import { serve } from './program.mjs'

/** How many requests a round has. */
const TIMES = { fetch: 512, handle: 4096 }

await main(import.meta.url, async ([folder, ...sizes]) => {
  const rounds = new Map()
  for (const size of sizes) {
    const app = await open(folder, Number(size))
    const requests = app.kinds['a route']
    rounds.set(`fetch ${size}`, fetching(app, requests, TIMES.fetch))
    rounds.set(`handle ${size}`, dispatching(app, requests, TIMES.handle))
  }
  await serve(async ({ size, way }) => ({ wall_us: await rounds.get(`${way} ${size}`)() }))
})
