/**
 * Takes the picture of the page for the README: `node tests/page/screenshot.mjs [file]`, by default docs/demo.png.
 *
 * 1280 pixels wide, light, after every route was called. Fonts are those of the machine it runs on.
 */
import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { press, shown, startDemo } from './demo.mjs'

const file = process.argv[2] ?? fileURLToPath(new URL('../../docs/demo.png', import.meta.url))
const ends = []
const demo = await startDemo()
try {
  const page = await demo.open({ after: (end) => ends.push(end) }, { viewport: { width: 1280, height: 1040 } })
  // The first round is the browser's and the server's warm-up.
  await page.getByRole('button', { name: 'Call every route' }).click()
  await page.getByText('All 10 have been called.').waitFor()
  await press(page, 'health', 'DELETE 405')
  for (let call = 0; call < 12; call += 1) await press(page, call % 2 ? 'health' : 'search', 'Send')
  await press(page, 'user', 'id = x 422')
  await shown(page, 'user')
  await page.mouse.move(0, 0)
  await page.evaluate(() => {
    document.activeElement.blur()
    scrollTo({ top: 0, behavior: 'instant' })
  })
  await page.waitForTimeout(400)
  mkdirSync(dirname(file), { recursive: true })
  await page.screenshot({ path: file })
  console.log(`${file}: ${statSync(file).size} bytes`)
} finally {
  for (const end of ends) await end()
  await demo.close()
}
