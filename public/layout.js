/**
 * Lays JSON out in lines, without touching a piece of it. Called by the answer; calls nothing.
 *
 * The text is cut into its own tokens and only the white space between them is chosen anew: a number keeps each digit
 * and a repeated name stays, both of which a round trip through `JSON.parse` would lose. What fits into a line stays in one.
 */

/** The widest line that is not broken up, in characters, its indent left out. */
const WIDEST = 52

const token = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s"{}[\]:,]+/g
const closing = { '{': '}', '[': ']' }

/** The text in lines; throws a `SyntaxError` for what is not JSON. */
export function layout(text) {
  JSON.parse(text)
  const tokens = text.match(token)
  let at = 0

  /** The next value, either on one line or, where that is too wide, an item a line. */
  function value(indent) {
    const first = tokens[at++]
    const close = closing[first]
    if (!close) return first
    const items = []
    while (tokens[at] !== close) {
      const key = close === '}' ? `${tokens[at]}: ` : ''
      if (key) at += 2
      items.push(key + value(`${indent}  `))
      if (tokens[at] === ',') at += 1
    }
    at += 1
    if (items.length === 0) return first + close
    const line = close === '}' ? `{ ${items.join(', ')} }` : `[${items.join(', ')}]`
    if (indent && line.length <= WIDEST && !line.includes('\n')) return line
    return `${first}\n${items.map((item) => `${indent}  ${item}`).join(',\n')}\n${indent}${close}`
  }

  return value('')
}
