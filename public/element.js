/**
 * Makes elements. Called by every file that draws; calls nothing.
 *
 * Text reaches the page only as text nodes, so nothing that a server answers can become markup.
 */

/**
 * An element with properties and children.
 *
 * A property with a dash, `role`, `for` or `class` becomes an attribute; `null` and `false` children are left out.
 */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (/-|^(role|for|class)$/.test(name)) made.setAttribute(name, value)
    else made[name] = value
  }
  made.append(...children.filter((child) => child !== null && child !== false))
  return made
}

/** `1.2 ms` below ten, `123 ms` above: browsers round their clocks, more digits would only look exact. */
export function milliseconds(time) {
  return `${time < 10 ? time.toFixed(1) : Math.round(time)} ms`
}

/** `1 byte`, `4,500,001 bytes`. */
export function bytes(count) {
  return `${count.toLocaleString('en')} ${count === 1 ? 'byte' : 'bytes'}`
}

/** The middle of a list of numbers that is sorted; the mean of the middle two for an even count. */
export function median(sorted) {
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
