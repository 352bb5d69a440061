/**
 * Draws what came back. Called by the card; calls what lays text out and colours it.
 *
 * The outcome is a live region: status, time and, for a problem (RFC 9457), its sentence and its fields. The headers and
 * the body stand beside it and are not read aloud unasked.
 */
import { bytes, element, milliseconds } from './element.js'
import { layout } from './layout.js'
import { tint } from './tint.js'

/** The most of a body that is drawn, in characters; a longer one is cut, and says so. */
const LONGEST = 20_000

/** `ok`, `moved`, `refused` or `failed`: the class that colours a status. */
export function gradeOf(answer) {
  if (!answer.status) return 'failed'
  return { 2: 'ok', 3: 'moved', 4: 'refused' }[Math.floor(answer.status / 100)] ?? 'failed'
}

/** The line that names what was sent: method, path, and type and size of a body. */
function sentLine({ method, path, type, body }) {
  const size = body === undefined ? null : body.size ?? new TextEncoder().encode(body).length
  return element('p', { className: 'sent' },
    element('b', {}, method), ' ', element('code', {}, path),
    size !== null && element('span', {}, ` ${type}, ${bytes(size)}`))
}

function statusLine(answer) {
  const status = answer.status
    ? `${answer.status} ${answer.name}`
    : answer.cancelled ? 'Cancelled' : 'No answer'
  return element('p', { className: 'status' },
    element('strong', { class: `grade ${answer.cancelled ? 'moved' : gradeOf(answer)}` }, status),
    element('span', { className: 'ms' }, milliseconds(answer.ms)),
    answer.status ? element('span', {}, answer.size ? bytes(answer.size) : 'no body') : null)
}

/** The problem of a `problem+json` answer, or null. */
export function problemOf(answer) {
  if (answer.kind !== 'application/problem+json') return null
  try {
    const problem = JSON.parse(answer.text)
    return { detail: problem.detail ?? problem.title, errors: Array.isArray(problem.errors) ? problem.errors : [] }
  } catch {
    return null
  }
}

/** The name in a JSON pointer of one level: `/limit` is `limit`. */
export const nameOf = (error) => String(error.path ?? '').replace(/^\//, '')

/** The piece of the sent text that the detail points at, with a caret under the column. */
function caret(detail, text) {
  const found = /line (\d+),? column (\d+)/.exec(detail)
  const line = found && typeof text === 'string' ? text.split('\n')[found[1] - 1] : undefined
  if (line === undefined) return null
  const column = Math.max(0, found[2] - 1)
  const from = Math.max(0, column - 18)
  const head = `${found[1]} │ ${from ? '…' : ''}`
  const before = ' '.repeat(head.length + column - from)
  return element('pre', { className: 'caret' }, `${head}${line.slice(from, column + 8)}\n${before}`, element('b', {}, '^'))
}

/** Where an error is, in words: `limit in the query`; one without a name is about the whole body. */
function errorLine(error) {
  const name = nameOf(error)
  return name
    ? element('li', {}, element('code', {}, name), ` in the ${error.in}: ${error.message}`)
    : element('li', {}, `the ${error.in}: ${error.message}`)
}

/** The sentence of a problem, and those of its errors that the sentence does not hold already. */
function problemBlock({ detail, errors }, request) {
  const more = errors.filter((error) => !detail.includes(error.message))
  return element('div', { className: 'problem' },
    element('p', {}, detail),
    more.length > 0 && element('ul', {}, ...more.map(errorLine)),
    caret(detail, request.body))
}

/** The body, JSON laid out and coloured, anything else as it came. */
function bodyBlock(answer) {
  if (!answer.size) return element('p', { className: 'none' }, 'This answer has no body.')
  let text = answer.text
  let language = null
  if (/[/+]json$/.test(answer.kind)) {
    try {
      text = layout(text)
      language = 'json'
    } catch { /* said to be JSON and is not: shown as it came */ }
  }
  const cut = text.slice(0, LONGEST)
  return element('pre', { className: 'body', tabIndex: 0, role: 'group', 'aria-label': 'Body of the answer' },
    language ? tint(cut, language) : cut,
    cut.length < text.length && element('i', {}, `\n… ${bytes(text.length - cut.length)} more`))
}

/** Draws one answer into the three places of a card; `note` is a sentence of the browser's own. */
export function showAnswer(places, request, answer, note) {
  const problem = problemOf(answer)
  places.outcome.replaceChildren(...[
    sentLine(request),
    statusLine(answer),
    problem && problemBlock(problem, request),
    answer.unreachable && element('p', { className: 'note' }, `The server did not answer: ${answer.unreachable}`),
    answer.cancelled && element('p', { className: 'note' }, 'The browser gave up waiting, as you asked.'),
    answer.followed && element('p', { className: 'note' }, `The browser was sent on to ${answer.followed} and followed.`),
    note && element('p', { className: 'note' }, note),
  ].filter(Boolean))
  places.headers.replaceChildren(...(answer.headers ?? []).map(([name, value]) =>
    element('div', {}, element('dt', {}, name), element('dd', {}, value))))
  places.content.replaceChildren(...(answer.status ? [bodyBlock(answer)] : []))
}
