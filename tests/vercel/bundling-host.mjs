// Runs a function's handler as the platform does: bundling-handler.js behind an HTTP server, in the function's folder.
//
// Started by launcher.mjs as `node bundling-host.mjs <bundling-handler.js> <handler>`. A promise that the handler rejects is left
// unhandled on purpose: it ends this process, and the test that caused it sees that.

import { createServer } from 'node:http'
import { createRequire } from 'node:module'

const [program, handler] = process.argv.slice(2)
const handle = createRequire(import.meta.url)(program)
const matchedPath = `/${handler.replace(/\.[cm]?js$/, '')}`

const server = createServer((request, response) => {
  // The platform's routes put this header on every request.
  request.headers['x-matched-path'] = matchedPath
  handle(request, response)
})
server.listen(0, '127.0.0.1', () => process.send(server.address()))
