/**
 * The curves of the document, as a picture and as tables.
 */
import { figure, interval, size, table, whole } from './numbers.mjs'

function routerTable(points) {
  const rows = points.map((point) => [whole(point.size), figure(point.fetch_us), figure(point.handle_us), interval(point.to_fewest)])
  return [
    '### Routes',
    '',
    'Random routes with parameters, and random requests that hit them. In microseconds, with `Request` and `Response`, and without.',
    '',
    table(['routes', '`fetch`, µs', '`handle`, µs', `\`fetch\` to that of ${whole(points[0].size)}`], rows),
    '',
  ]
}

function concurrencyTable(points) {
  const rows = points.map((point) => [whole(point.size), figure(point.cpu_us), figure(point.plain_cpu_us), interval(point.to_plain), size(point.grown_bytes), whole(point.bytes_each)])
  return [
    '### Requests in flight',
    '',
    'All wait 5 ms at once, as in (f), without `Request` and `Response`; beside them an async function in JavaScript that waits as long and makes the same text. The module’s memory grows by pages of 64 kB.',
    '',
    table(['in flight', 'CPU, µs', 'JavaScript, µs', 'to it', 'memory grown', 'bytes each'], rows),
    '',
  ]
}

function bodyTable(points) {
  const rows = points.map((point) => [size(point.size), figure(point.wall_us), figure(point.plain_wall_us), interval(point.to_plain)])
  return [
    '### Bodies',
    '',
    'Work (e) in process with bodies of other lengths, up to the most that Vercel’s functions take; beside it a JavaScript function with `JSON.parse`. Of nothing there is an empty list.',
    '',
    table(['body', '`fetch`, µs', 'JavaScript, µs', 'to it'], rows),
    '',
  ]
}

/** The part of the document on how costs grow. */
export function curves({ scaling: { router, concurrency, body } = {} }) {
  if (!router && !concurrency && !body) return []
  return [
    '## How costs grow',
    '',
    'On Node 24.',
    '',
    '![Curves: time by routes, by requests in flight, by body](benchmarks-curves.svg)',
    '',
    ...(router ? routerTable(router) : []),
    ...(concurrency ? concurrencyTable(concurrency) : []),
    ...(body ? bodyTable(body) : []),
  ]
}
