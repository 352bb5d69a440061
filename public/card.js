/**
 * One card: a route, its fields and buttons, its Rust, its last answer. Called by `app.js`; calls the exchange, the
 * burst and the answer.
 *
 * 1. One request at a time in a card: a new one takes the place of the one still under way.
 * 2. No button is disabled while a request runs, so that the keyboard never loses its place.
 * 3. A request leaves once the click has been drawn: the time shown is the request's, not that of the painting.
 * 4. An error that names a field the visitor filled in is shown beside that field too.
 */
import { element } from './element.js'
import { tint } from './tint.js'
import { exchange } from './exchange.js'
import { nameOf, problemOf, showAnswer } from './answer.js'
import { sendBurst, showBurst } from './burst.js'

function fieldOf(card, { name, label, kind, value = '', inputMode }) {
  const id = `${card}-${name}`
  const shared = { id, name, spellcheck: false, 'aria-describedby': `${id}-error` }
  const input = kind === 'textarea'
    ? element('textarea', { ...shared, rows: value.split('\n').length, value })
    : element('input', { ...shared, type: kind ?? 'text', value })
  if (inputMode) input.inputMode = inputMode
  return element('div', { className: 'field' },
    element('label', { for: id }, label), input, element('p', { id: `${id}-error`, className: 'wrong' }))
}

/** Takes all marks off the fields, then puts one on each field that an error of the answer names. */
function markFields(form, answer) {
  for (const input of form.querySelectorAll('input, textarea')) {
    input.removeAttribute('aria-invalid')
    form.querySelector(`#${input.id}-error`).textContent = ''
  }
  for (const error of (answer && problemOf(answer)?.errors) ?? []) {
    const input = form.elements.namedItem(nameOf(error))
    if (!input) continue
    input.setAttribute('aria-invalid', 'true')
    form.querySelector(`#${input.id}-error`).textContent = error.message
  }
}

/** Resolves once what has changed is on the screen, or after 100 ms in a tab that nobody looks at. */
function drawn() {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve))
    setTimeout(resolve, 100)
  })
}

/** Makes the card of a call. `onAnswer(call, answer)` hears of every single answer; `send` sends what the fields hold. */
export function createCard(call, onAnswer) {
  const card = document.querySelector('#card').content.cloneNode(true).firstElementChild
  const find = (selector) => card.querySelector(selector)
  const places = { outcome: find('.outcome'), headers: find('.headers'), content: find('.content') }
  const form = find('form')
  let running = null

  card.id = call.id
  card.setAttribute('aria-labelledby', `${call.id}-title`)
  Object.assign(find('h2'), { id: `${call.id}-title`, textContent: call.title })
  find('.route b').textContent = call.route[0]
  find('.route code').textContent = call.route[1]
  find('.about').textContent = call.about
  find('.rust code').append(tint(call.rust, 'rust'))
  find('.fields').append(...(call.fields ?? []).map((field) => fieldOf(call.id, field)))

  const cancel = call.cancel && element('button', { type: 'button', 'aria-disabled': 'true' }, 'Cancel')

  /** Runs `work(signal)`, in the place of whatever runs in this card, and draws with what it gives unless replaced. */
  async function run(work, draw, quiet) {
    running?.abort()
    const mine = running = new AbortController()
    places.outcome.setAttribute('aria-live', quiet ? 'off' : 'polite')
    card.setAttribute('aria-busy', 'true')
    if (cancel) cancel.setAttribute('aria-disabled', 'false')
    await drawn()
    const outcome = await work(mine.signal)
    if (running !== mine) return
    running = null
    card.removeAttribute('aria-busy')
    if (cancel) cancel.setAttribute('aria-disabled', 'true')
    draw(outcome)
  }

  /** Sends one request; `fromFields` says that the visitor wrote it. */
  function sendOne(request, { fromFields = false, quiet = false } = {}) {
    markFields(form, null)
    return run(async (signal) => {
      const answer = await exchange(request, signal)
      return { answer, note: await call.check?.(answer, request) }
    }, ({ answer, note }) => {
      showAnswer(places, request, answer, note)
      if (fromFields) markFields(form, answer)
      onAnswer(call, answer)
    }, quiet)
  }

  const send = ({ quiet } = {}) =>
    sendOne(call.request(Object.fromEntries(new FormData(form))), { fromFields: true, quiet })

  function burst() {
    const request = call.request({})
    return run(async (signal) => {
      const start = performance.now()
      const answers = await sendBurst(request, call.burst, signal)
      return { answers, total: performance.now() - start }
    }, ({ answers, total }) => showBurst(places, request, answers, total))
  }

  /** A button of its own request, with the status it is there to show. */
  const extra = (one) => element('button', { type: 'button', className: 'extra', onclick: () => sendOne(one.request) },
    one.label, ' ', element('small', {}, String(one.expect)))

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    send()
  })
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit()
  })
  cancel?.addEventListener('click', () => running?.abort())

  find('.buttons').append(...[
    cancel,
    call.burst && element('button', { type: 'button', onclick: burst }, `Send ${call.burst} at once`),
    ...(call.also ?? []).map(extra),
  ].filter(Boolean))
  const bad = find('.bad')
  bad.firstElementChild.id = `${call.id}-bad`
  bad.firstElementChild.textContent = 'Try a bad one'
  bad.setAttribute('aria-labelledby', `${call.id}-bad`)
  bad.append(...(call.bad ?? []).map(extra))
  bad.hidden = !call.bad

  return { element: card, send }
}
