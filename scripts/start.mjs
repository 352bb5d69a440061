/**
 * `npm start`: the demo's page and its API on http://localhost:3000 (`PORT` changes the number).
 *
 * 1. While `pkg/` fits the sources it is served as it is, in a fresh clone too: no node package and no Rust is needed.
 * 2. Once they differ, what is missing is set up and `pkg/` is built first.
 * 3. The files of `public/` win over the app, as they do on Vercel. Everything else goes straight to Rust.
 */
import { createServer } from 'node:http'
import { pathToFileURL } from 'node:url'
import { isCurrent } from '../npm/src/build/sources.js'
import { inside, main, root, say, Stop } from './project.mjs'
import { staticFiles } from './static.mjs'

/** How long running requests may take to end when the server is told to, before they are cut off. */
const PATIENCE_MS = 300
/** How often to look whether npm is still there. */
const WATCH_MS = 250

/** The port that the environment asks for. */
export function port(text = '') {
  const number = Number(text.trim() || 3000)
  if (!Number.isInteger(number) || number < 0 || number > 65535) {
    throw new Stop(`PORT must be a whole number from 0 to 65535, not \`${text}\``)
  }
  return number
}

/** Makes `pkg/` fit the sources. */
async function freshen() {
  const { current, reason } = isCurrent(root, inside('pkg'))
  if (current) return say('pkg/ fits the sources: serving it as it is')
  say(`pkg/ has to be built: ${reason}`)
  const { build } = await import('./build.mjs')
  await build()
}

/** A server for page and API. */
async function demo() {
  const load = (file) => import(pathToFileURL(inside('pkg', file)).href)
  const [{ default: app }, { createListener }] = await Promise.all([load('index.js'), load('server.js')])
  const files = staticFiles(inside('public'))
  const listener = createListener(app)
  return createServer((request, response) => {
    if (!files(request, response)) listener(request, response)
  })
}

/** Starts to listen; resolves when requests are taken. */
function listen(server, number) {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      if (error.code === 'EADDRINUSE') {
        reject(new Stop(`port ${number} is in use: end the program that has it, or choose another with PORT=${number + 1} npm start`))
      } else if (error.code === 'EACCES') {
        reject(new Stop(`port ${number} is not for you on this system: choose one above 1023 with PORT=3000 npm start`))
      } else {
        reject(error)
      }
    })
    server.listen(number, resolve)
  })
}

/** Ends the server on the first signal; what still runs has a moment to finish. */
function endOn(signals, server) {
  const end = () => {
    server.close(() => process.exit(0))
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), PATIENCE_MS).unref()
  }
  for (const signal of signals) process.once(signal, end)
  if (process.env.npm_lifecycle_event !== 'start') return
  // Whoever ends npm ends the shell between npm and this process, which says nothing to it: without this the server would
  // live on and keep the port.
  const shell = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === shell) return
    clearInterval(watch)
    end()
  }, WATCH_MS).unref()
}

await main(import.meta.url, async () => {
  const number = port(process.env.PORT)
  // Asked now, not after a build of some minutes.
  const probe = createServer()
  await listen(probe, number)
  probe.close()
  await freshen()
  const server = await demo()
  endOn(['SIGINT', 'SIGTERM'], server)
  await listen(server, number)
  say(`http://localhost:${server.address().port} (Ctrl-C ends it)`)
})
