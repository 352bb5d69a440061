/**
 * Many requests at once, and how their times spread. Called by the card; calls the exchange.
 *
 * Over HTTP/1.1 a browser opens about six connections to a host, so the later requests wait in line and their times
 * include the waiting; over HTTP/2 all share one connection.
 */
import { element, median, milliseconds } from './element.js'
import { exchange } from './exchange.js'

/** Sends `count` copies of a request together and resolves to their answers, once all are there. */
export function sendBurst(request, count, signal) {
  return Promise.all(Array.from({ length: count }, () => exchange(request, signal)))
}

/** Draws the spread: how many answered, the figures, and one bar for each, the quickest first. */
export function showBurst(places, request, answers, total) {
  const good = answers.filter((answer) => answer.status === 200)
  const times = answers.map((answer) => answer.ms).sort((one, other) => one - other)
  const figures = {
    minimum: times[0],
    median: median(times),
    '95 of 100': times[Math.ceil(times.length * 0.95) - 1],
    maximum: times.at(-1),
  }
  const said = Object.entries(figures).map(([name, time]) => `${name} ${milliseconds(time)}`).join(', ')
  places.outcome.replaceChildren(
    element('p', { className: 'sent' }, element('b', {}, request.method), ' ', element('code', {}, request.path),
      ` ${answers.length} times at once`),
    element('p', { className: 'status' },
      element('strong', { class: `grade ${good.length === answers.length ? 'ok' : 'failed'}` },
        `${good.length} of ${answers.length} answered 200`),
      element('span', { className: 'ms' }, `${milliseconds(total)} in all`)),
  )
  places.headers.replaceChildren(...Object.entries(figures).map(([name, time]) =>
    element('div', {}, element('dt', {}, name), element('dd', {}, milliseconds(time)))))
  const bars = element('div', { className: 'spread', role: 'img', 'aria-label': `Times of ${times.length} requests: ${said}` })
  for (const time of times) {
    const bar = element('i', { title: milliseconds(time) })
    bar.style.height = `${Math.max(2, (time / times.at(-1)) * 100)}%`
    bars.append(bar)
  }
  places.content.replaceChildren(bars, element('p', { className: 'fine' },
    'Each bar is one request, the quickest first, drawn to scale from zero. ',
    'Over HTTP/1.1 a browser opens about six connections, so the later ones include waiting in line.'))
}
