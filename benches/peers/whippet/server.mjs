/**
 * Whippet's server: what README.md gives a user, on `PORT` of 127.0.0.1. `build.mjs` makes what it serves.
 */
import app from '../../../target/bench/whippet/index.js'
import { createServer } from '../../../target/bench/whippet/server.js'

createServer(app).listen(Number(process.env.PORT), '127.0.0.1')
