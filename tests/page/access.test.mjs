/** The page for everyone: keyboard, screen reader, small screen, dark and light. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { press, shown, startDemo } from './demo.mjs'

let demo
before(async () => { demo = await startDemo() })
after(() => demo?.close())

const focused = (page) => page.evaluate(() => {
  const { id, tagName, textContent } = document.activeElement
  return id || `${tagName} ${textContent}`
})

test('the search is done with the keyboard alone', async (t) => {
  const page = await demo.open(t)
  await page.keyboard.press('Tab')
  assert.equal(await focused(page), 'A Skip to the calls')
  await page.keyboard.press('Enter')
  for (let tabs = 0; tabs < 40 && (await focused(page)) !== 'search-q'; tabs += 1) await page.keyboard.press('Tab')
  assert.equal(await focused(page), 'search-q')
  await page.keyboard.press('Control+A')
  await page.keyboard.type('grace')
  await page.keyboard.press('Tab')
  assert.equal(await focused(page), 'search-limit')
  await page.keyboard.press('Control+A')
  await page.keyboard.type('2')
  await page.keyboard.press('Enter')
  const answer = await shown(page, 'search')
  assert.equal(answer.sent, 'GET /api/search?q=grace&limit=2')
  assert.equal(answer.status, '200 OK')
  assert.equal(await focused(page), 'search-limit', 'the focus stays where it was')

  const ring = await page.locator('#search-limit').evaluate((input) => getComputedStyle(input).outlineStyle)
  assert.equal(ring, 'solid')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await page.locator('#search .grade.refused').waitFor()
  assert.equal((await shown(page, 'search')).sent, 'GET /api/search?q=ada&limit=many')
})

test('Ctrl and Enter send from the text area', async (t) => {
  const page = await demo.open(t)
  await page.getByLabel('JSON').fill('[1]')
  await page.keyboard.press('Control+Enter')
  assert.deepEqual(JSON.parse((await shown(page, 'echo')).body), [1])
})

test('every control has a name, every id is there once', async (t) => {
  const page = await demo.open(t)
  await page.getByRole('button', { name: 'Call every route' }).click()
  await page.getByText('All 10 have been called.').waitFor()
  const nameless = await page.evaluate(() => Array.from(document.querySelectorAll('input, textarea'))
    .filter((input) => input.labels.length === 0).map((input) => input.id))
  assert.deepEqual(nameless, [])
  const ids = await page.evaluate(() => Array.from(document.querySelectorAll('[id]'), (one) => one.id))
  assert.equal(new Set(ids).size, ids.length)
  const dangling = await page.evaluate(() => Array.from(document.querySelectorAll('[aria-describedby], [aria-labelledby]'))
    .flatMap((one) => [one.getAttribute('aria-describedby'), one.getAttribute('aria-labelledby')])
    .filter((id) => id && !document.getElementById(id)))
  assert.deepEqual(dangling, [])
  const headings = await page.evaluate(() => Array.from(document.querySelectorAll('h1, h2'), (one) => one.tagName))
  assert.equal(headings.filter((tag) => tag === 'H1').length, 1)
})

test('an answer the visitor asked for is announced, one of the page is not', async (t) => {
  const page = await demo.open(t)
  const region = page.locator('#user .outcome')
  assert.equal(await region.getAttribute('role'), 'status')
  assert.equal(await page.locator('#health .outcome').getAttribute('aria-live'), 'off')
  await press(page, 'user', 'id = x 422')
  assert.equal(await region.getAttribute('aria-live'), 'polite')
  const said = await region.textContent()
  assert.match(said, /422 Unprocessable Entity/)
  assert.match(said, /\bid\b/)
})

for (const width of [360, 768, 1280]) {
  test(`nothing is wider than a screen of ${width} pixels`, async (t) => {
    const page = await demo.open(t, { viewport: { width, height: 800 } })
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    assert.equal(await overflow(), 0)
    await page.getByRole('button', { name: 'Call every route' }).click()
    await page.getByText('All 10 have been called.').waitFor()
    assert.equal(await overflow(), 0)
    for (const button of await page.locator('.bad button').all()) await button.click()
    await press(page, 'health', 'Send 50 at once')
    for (const card of await page.locator('.card').evaluateAll((all) => all.map((one) => one.id))) await shown(page, card)
    assert.equal(await overflow(), 0)
    const cut = await page.evaluate(() => Array.from(document.querySelectorAll('.card *, .side *'))
      .filter((one) => one.getBoundingClientRect().right > window.innerWidth + 0.5).map((one) => one.className))
    assert.deepEqual(cut, [])
  })
}

/** The contrast of two colours as WCAG 2 counts it, in the page, from the names of custom properties (`#rrggbb`). */
function contrasts(pairs) {
  const light = (name) => {
    const hex = getComputedStyle(document.documentElement).getPropertyValue(name).trim()
    const [red, green, blue] = hex.match(/[\da-f]{2}/gi).map((pair) => {
      const part = Number.parseInt(pair, 16) / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  return pairs.map(([front, back]) => {
    const [one, other] = [light(front), light(back)].sort((a, b) => b - a)
    return { front, back, ratio: (one + 0.05) / (other + 0.05) }
  })
}

for (const colorScheme of ['light', 'dark']) {
  test(`text has the contrast of level AA, ${colorScheme}`, async (t) => {
    const page = await demo.open(t, { colorScheme })
    const fronts = ['--ink', '--soft', '--accent', '--ok', '--moved', '--refused', '--failed']
    const pairs = fronts.flatMap((front) => ['--paper', '--card'].map((back) => [front, back]))
    for (const kind of ['comment', 'string', 'word', 'type', 'number']) {
      pairs.push([`--t-${kind}`, '--sunk'], [`--t-${kind}`, '--card'])
    }
    pairs.push(['--on-button', '--button'], ['--ink', '--sunk'])
    const poor = (await page.evaluate(contrasts, pairs)).filter(({ ratio }) => ratio < 4.5)
    assert.deepEqual(poor, [])
    const edges = await page.evaluate(contrasts, [['--edge', '--card'], ['--accent', '--paper']])
    assert.deepEqual(edges.filter(({ ratio }) => ratio < 3), [])
    const back = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
    const bright = Number(/\d+/.exec(back)[0]) > 128
    assert.equal(bright, colorScheme === 'light')
  })
}

test('nothing moves for those who asked for that', async (t) => {
  const page = await demo.open(t, { reducedMotion: 'reduce' })
  await page.locator('#slow-ms').fill('3000')
  await page.locator('#slow').getByRole('button', { name: 'Send' }).click()
  await page.waitForTimeout(400)
  const moving = await page.evaluate(() => document.getAnimations().length)
  assert.equal(moving, 0)
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior), 'auto')
})
