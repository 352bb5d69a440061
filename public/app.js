/**
 * The page: one card for each call, the latency strip, the list of routes with their last status. Loaded by `index.html`.
 */
import { calls } from './calls.js'
import { createCard } from './card.js'
import { createStrip } from './strip.js'
import { gradeOf } from './answer.js'
import { element } from './element.js'

const find = (id) => document.getElementById(id)

const addToStrip = createStrip({
  bars: find('strip-bars'),
  count: find('strip-count'),
  minimum: find('strip-min'),
  middle: find('strip-median'),
})

const last = new Map()

function onAnswer(call, answer) {
  addToStrip(call.title, answer)
  const place = last.get(call.id)
  place.textContent = answer.status ?? '–'
  place.className = gradeOf(answer)
}

const cards = calls.map((call) => createCard(call, onAnswer))
find('calls').append(...cards.map((card) => card.element))

for (const call of calls) {
  const status = element('span')
  last.set(call.id, status)
  find('routes').append(element('li', {}, element('a', { href: `#${call.id}` },
    element('b', {}, call.route[0]), element('code', {}, call.route[1]), status)))
}

/** One after the other, so that no call waits in line behind another. */
async function callEvery() {
  const said = find('every-said')
  said.textContent = 'Calling …'
  for (const card of cards) await card.send({ quiet: true })
  said.textContent = `All ${cards.length} have been called.`
}

let underWay = null
find('every').addEventListener('click', () => {
  underWay ??= callEvery().finally(() => { underWay = null })
})

// The page opens with one live answer, so that it shows at once whether the server is there.
cards[0].send({ quiet: true })
