/**
 * The latency strip: the last calls as bars, their minimum and median. Called by `app.js`; calls the element maker.
 *
 * Single calls only: a burst waits in line for a connection and would drown them. Calls without an answer do not count.
 */
import { element, median, milliseconds } from './element.js'
import { gradeOf } from './answer.js'

/** How many calls are kept. */
const KEPT = 40

/** Fills the strip's elements and gives the function that adds one answered call. */
export function createStrip({ bars, count, minimum, middle }) {
  const calls = []
  bars.append(...Array.from({ length: KEPT }, () => element('i')))

  return function add(name, answer) {
    if (!answer.status) return
    calls.push({ name, ms: answer.ms, status: answer.status, grade: gradeOf(answer) })
    if (calls.length > KEPT) calls.shift()
    const sorted = calls.map((call) => call.ms).sort((one, other) => one - other)
    // A wait of seconds stands beside answers of a millisecond: only a logarithm shows both.
    const top = Math.log1p(sorted.at(-1))
    Array.from(bars.children).forEach((bar, place) => {
      const call = calls[place]
      bar.className = call ? call.grade : ''
      bar.title = call ? `${call.name}: ${call.status}, ${milliseconds(call.ms)}` : ''
      bar.style.height = call ? `${Math.max(8, (Math.log1p(call.ms) / top) * 100)}%` : ''
    })
    count.textContent = calls.length === 1 ? '1 call' : `${calls.length} calls`
    minimum.textContent = milliseconds(sorted[0])
    middle.textContent = milliseconds(median(sorted))
    bars.setAttribute('aria-label',
      `Last ${count.textContent}: minimum ${minimum.textContent}, median ${middle.textContent}`)
  }
}
