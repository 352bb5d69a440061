/**
 * Figures as the reports write them: three digits, units of a thousand.
 */

/** A figure with three digits at most: `52,300`, `197`, `21.9`, `0.35`. */
export function figure(value) {
  if (value === undefined || value === null || Number.isNaN(value)) return '–'
  const size = Math.abs(value)
  if (size >= 100) return Number(value.toPrecision(3)).toLocaleString('en-US')
  return value.toFixed(size >= 10 ? 1 : size === 0 ? 0 : 2)
}

/** A whole number, all of it: `92,086`. */
export const whole = (value) => (value === undefined ? '–' : Math.round(value).toLocaleString('en-US'))

/** Bytes in a unit that fits: `64 kB`, `4.5 MB`. */
export function size(bytes) {
  const [unit, many] = bytes >= 1e6 ? ['MB', bytes / 1e6] : bytes >= 1000 ? ['kB', bytes / 1000] : ['B', bytes]
  return `${Number(many.toFixed(1)).toLocaleString('en-US')} ${unit}`
}

export const kilobytes = (bytes) => (bytes === undefined ? '–' : (bytes / 1000).toFixed(0))

export const megabytes = (bytes) => (bytes === undefined ? '–' : (bytes / 1e6).toFixed(0))

/** A ratio: `0.97`, and `12.4` where it is large. */
export const ratio = (value) => value.toFixed(Math.abs(value) >= 10 ? 1 : 2)

/** A ratio and its interval: `0.97 (0.95 to 0.99)`. */
export const interval = ({ median, low, high }) => `${ratio(median)} (${ratio(low)} to ${ratio(high)})`

/** A table of Markdown; all columns but the first `left` are numbers. */
export function table(head, rows, left = 1) {
  const rule = head.map((_, column) => (column < left ? '---' : '---:'))
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
