/**
 * The demo, running, and a browser that has its page open. Used by every test of this folder; not a test itself.
 *
 * 1. The server is the one of `npm start`, on a free port. `DEMO_URL` names another, already running, to test instead.
 * 2. The browser is `CHROMIUM`, else `CHROME_PATH`, else /usr/bin/chromium.
 * 3. Every page is watched: an error in its console, an uncaught exception or a request to another host fails the test.
 *    The line that Chromium itself writes about an answer of 400 and above is none, since refusals are asked for here.
 */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { isCurrent } from '../../npm/src/build/sources.js'

const root = fileURLToPath(new URL('../../', import.meta.url))

const flags = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage',
]

/** Starts the demo; resolves to its URL, without a slash at the end, and the function that ends it. */
async function startServer() {
  if (process.env.DEMO_URL) return { url: new URL(process.env.DEMO_URL).origin, stop: async () => {} }
  // `npm start` would build now, and so would the next test file at the same time.
  const { current, reason } = isCurrent(root, `${root}pkg`)
  assert.ok(current, `pkg/ does not fit its sources (${reason}): npm run build makes it anew`)
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: root,
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\/\/localhost:\d+/.exec(line)
    if (url) {
      child.stdout.resume()
      return { url: url[0], stop }
    }
  }
  throw new Error('the server ended before it named its URL')
}

/** What a page did that it should not have, gathered as it happens. */
function watch(page, origin) {
  const wrongs = []
  page.on('pageerror', (error) => wrongs.push(`exception: ${error.message}`))
  page.on('console', (message) => {
    const refusal = message.text().startsWith('Failed to load resource') && message.location().url.startsWith(`${origin}/api/`)
    if (['error', 'warning'].includes(message.type()) && !refusal) wrongs.push(`console: ${message.text()}`)
  })
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.origin !== origin && url.protocol !== 'data:') wrongs.push(`request to another host: ${url}`)
  })
  return wrongs
}

/** Starts server and browser; `open` gives a test its own page, `close` ends both. */
export async function startDemo() {
  const server = await startServer()
  const executablePath = process.env.CHROMIUM ?? process.env.CHROME_PATH ?? '/usr/bin/chromium'
  const browser = await chromium.launch({ executablePath, args: flags }).catch(async (error) => {
    await server.stop()
    throw error
  })
  return {
    url: server.url,
    /** A fresh page, as a first visitor has it, with the health call of its start answered. */
    async open(t, { viewport = { width: 1280, height: 900 }, ...options } = {}) {
      const context = await browser.newContext({ viewport, ...options })
      const page = await context.newPage()
      const wrongs = watch(page, server.url)
      t.after(async () => {
        await context.close()
        assert.deepEqual(wrongs, [])
      })
      await page.goto(`${server.url}/`)
      await page.locator('#health .status').waitFor()
      return page
    },
    async close() {
      await browser.close()
      await server.stop()
    },
  }
}

/** Clicks the button of this name in a card and resolves to what the card shows once it is answered. */
export async function press(page, card, name) {
  await page.locator(`#${card}`).getByRole('button', { name, exact: true }).click()
  return shown(page, card)
}

/** What a card shows: `{ sent, status, ms, headers, problem, errors, notes, body }`, as text. */
export async function shown(page, card) {
  const place = page.locator(`#${card}:not([aria-busy]) .answer`)
  await place.locator('.status').waitFor()
  return place.evaluate((answer) => {
    const text = (selector) => answer.querySelector(selector)?.textContent ?? null
    const all = (selector) => Array.from(answer.querySelectorAll(selector), (one) => one.textContent)
    return {
      sent: text('.sent'),
      status: text('.grade'),
      ms: Number.parseFloat(text('.ms')),
      headers: Object.fromEntries(Array.from(answer.querySelectorAll('.headers div'), (one) =>
        [one.querySelector('dt').textContent, one.querySelector('dd').textContent])),
      problem: text('.problem > p'),
      errors: all('.problem li'),
      notes: all('.note'),
      body: text('.body'),
    }
  })
}
