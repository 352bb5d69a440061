/**
 * docs/benchmarks.md: the machine, the goals, a table for each work, the curves.
 */
import { GROUPS, runtimesOf } from '../bench/groups.mjs'
import { WORKS } from '../works.mjs'
import { curves } from './curves.mjs'
import { method, peersTable } from './method.mjs'
import { figure, interval, megabytes, size, table, whole } from './numbers.mjs'
import { balance, HEAD, shortRows, titlesOf } from './short.mjs'

const emphasised = (peer, cells) => (peer === 'whippet' ? cells.map((cell) => `**${cell}**`) : cells)

/** Rows of a way and a work in a group, those of FastAPI beside both Nodes, in the order of a figure. */
function rowsFor({ rows }, { work, way, group, by }) {
  const runtimes = runtimesOf(group)
  return rows.filter((row) => row.work === work && row.way === way && runtimes.includes(row.runtime) && row[by] !== undefined).sort((one, other) => one[by] - other[by])
}

const groupsOf = ({ rows }) => Object.keys(GROUPS).filter((group) => rows.some(({ runtime }) => runtime === group))

function ratioTo({ ratios }, { work, way, group, figure: name }, to) {
  const found = ratios.find((ratio) => ratio.work === work && ratio.way === way && ratio.runtime === group && ratio.figure === name && ratio.to === to)
  return found ? interval(found) : ''
}

function httpTable(results, work, group) {
  const rows = rowsFor(results, { work, way: 'http', group, by: 'cpu_us' })
  if (rows.length === 0) return []
  const cells = rows.map((row) => [
    ...emphasised(row.peer, [titlesOf(results)(row.peer), figure(row.cpu_us), figure(row.requests_per_s), figure(row.p50_ms), figure(row.p99_ms), megabytes(row.memory_bytes)]),
    ratioTo(results, { work, way: 'http', group, figure: 'cpu_us' }, row.peer),
  ])
  return [table([GROUPS[group], 'CPU, µs', 'requests/s', 'p50, ms', 'p99, ms', 'memory, MB', 'Whippet’s CPU to it'], cells), '']
}

function httpPart(results) {
  const works = WORKS.filter(({ id }) => results.rows.some((row) => row.work === id && row.way === 'http' && row.cpu_us !== undefined))
  if (works.length === 0) return []
  const parts = works.flatMap(({ id, title, request }) => [
    `### (${id}) ${title}`,
    '',
    `\`${request.method} ${request.path}\``,
    '',
    ...groupsOf(results).flatMap((group) => httpTable(results, id, group)),
  ])
  return ['## Over HTTP', '', 'A server process on one core, wrk on another. CPU is the time of the server process for a request; the tables are in its order.', '', ...parts]
}

function processPart(results) {
  const parts = groupsOf(results).flatMap((group) => {
    const works = WORKS.map(({ id }) => id).filter((work) => rowsFor(results, { work, way: 'process', group, by: 'wall_us' }).length)
    if (works.length === 0) return []
    const peers = [...new Set(results.rows.filter(({ way, runtime }) => way === 'process' && runtime === group).map(({ peer }) => peer))]
    const value = (peer, work) => results.rows.find((row) => row.peer === peer && row.work === work && row.way === 'process' && row.runtime === group)?.wall_us
    const rows = peers.map((peer) => [
      ...emphasised(peer, [titlesOf(results)(peer), ...works.map((work) => figure(value(peer, work)))]),
      ratioTo(results, { work: works[0], way: 'process', group, figure: 'wall_us' }, peer),
    ])
    const crossing = results.rows.find((row) => row.way === 'handle' && row.runtime === group)
    const note = crossing ? [`Below Whippet’s \`fetch\`, the crossing, the routing and the JSON answer of (a) without \`Request\` and \`Response\` take ${figure(crossing.wall_us)} µs.`, ''] : []
    return [table([GROUPS[group], ...works.map((work) => `(${work}), µs`), `Whippet’s (${works[0]}) to it`], rows), '', ...note]
  })
  return parts.length ? ['## In process', '', '`fetch(request)` until the body of its answer is read, in microseconds.', '', ...parts] : []
}

function startPart(results) {
  const parts = groupsOf(results).flatMap((group) => {
    const rows = rowsFor(results, { work: 'b', way: 'http', group, by: 'first_answer_ms' })
    if (rows.length === 0) return []
    const cells = rows.map((row) => [
      ...emphasised(row.peer, [titlesOf(results)(row.peer), figure(row.first_answer_ms), figure(row.excess_ms)]),
      ratioTo(results, { work: 'b', way: 'start', group, figure: 'excess_ms' }, row.peer),
    ])
    return [table([GROUPS[group], 'first answer, ms', 'in excess of the limit, ms', 'Whippet’s excess to it'], cells), '']
  })
  return parts.length ? ['## From the start of the process to the first answer', '', 'Of work (b). The limit is bare `node:http`, on workerd bare JavaScript.', '', ...parts] : []
}

function sizePart(results) {
  const { sizes = [] } = results
  if (sizes.length === 0) return []
  const where = (runtimes) => (runtimes.includes('workerd') ? 'workerd' : 'Node')
  const rows = [...sizes]
    .sort((one, other) => one.gzip_bytes - other.gzip_bytes)
    .map(({ what, peer, runtimes, raw_bytes, gzip_bytes }) => emphasised(peer ?? 'whippet', [what ?? `${titlesOf(results)(peer)}, all works, on ${where(runtimes)}`, whole(raw_bytes), whole(gzip_bytes)]))
  return [
    '## Sizes',
    '',
    'Bytes of what is deployed. Of Whippet it is the module and the JavaScript around it, as `whippet build` makes them; of the others one bundle by esbuild, minified, with all that they load. FastAPI has no such form.',
    '',
    table(['', 'raw', 'gzip -9'], rows),
    '',
  ]
}

function modulePart(results) {
  const opened = results.rows.filter(({ way }) => way === 'module')
  const { memory } = results
  if (opened.length === 0 && !memory) return []
  const cells = opened.map((row) => [GROUPS[row.runtime], figure(row.compile_ms), figure(row.instantiate_ms), figure(row.build_ms), figure(row.wall_ms), figure(row.answer_ms)])
  return [
    '## The module',
    '',
    ...(cells.length ? ['The smallest application in a fresh process, in milliseconds:', '', table(['', 'compiled', 'instantiated', 'built', 'together', 'first answer after them'], cells), ''] : []),
    ...(memory ? [`After a tenth of ${memory.requests.toLocaleString('en-US')} requests the module’s memory has ${size(memory.before_bytes)}, after all of them ${size(memory.after_bytes)}.`, ''] : []),
  ]
}

function goalsTable(results) {
  const title = titlesOf(results)
  const rows = results.goals.map(({ goal, unit, bound, limit, to, every, median, low, high, met }) => {
    const write = unit === 'ratio' ? (value) => value.toFixed(2) : unit === 'bytes' ? whole : figure
    const sign = bound === 'most' ? '≤' : '≥'
    const wanted = unit === 'ratio' ? `${sign} ${limit.toFixed(2)} × ${every ? `every peer (${title(to)})` : title(to)}` : `${sign} ${write(limit)} ${unit}`
    return [goal, wanted, write(median), low === high ? '' : `${write(low)} to ${write(high)}`, met ? 'met' : '**missed**']
  })
  const met = results.goals.filter(({ met }) => met).length
  return [
    '## Goals',
    '',
    `${met} of ${rows.length} are met. A goal is met when the whole interval meets it in which the median lies with a certainty of 95 %. Where it holds for every peer, the one is named that is closest.`,
    '',
    table(['figure', 'goal', 'measured', '95 % interval', ''], rows, 2),
    '',
  ]
}

function machineLine({ machine }) {
  const { cpu, cores, memory, os, node20, node24, python, rustc, wasmBindgen, wasmOpt, wrk, date } = machine
  const nodes = [node20, node24].filter(Boolean).map((version) => `Node ${version.replace(/^v/, '')}`)
  const versions = [...nodes, python, rustc.replace(/ \(.*/, ''), `wasm-bindgen ${wasmBindgen}`, `wasm-opt ${wasmOpt.replace(/^\D+/, '').split(' ')[0]}`, `wrk ${wrk}`]
  return `${date}, on ${cpu} with ${cores} cores and ${Math.round(memory / 2 ** 30)} GiB of memory, ${os}. ${versions.join('; ')}.`
}

/** What the machine was too noisy for. */
function noisePart({ noise }) {
  if (!noise?.notes.length) return []
  return [`Of ${noise.measured} measurements these were ${noise.notes.length === 1 ? 'too noisy; it is' : 'too noisy; they are'} in the tables all the same, with intervals as wide as they are:`, '', ...noise.notes.map((note) => `- ${note}`), '']
}

/** The whole document. */
export function document(results) {
  const wins = groupsOf(results).map((group) => [GROUPS[group], balance(results, group).join(' ')]).filter(([, text]) => text)
  return `${[
    '# Benchmarks',
    '',
    'Written by `npm run bench`, which installs the peers, measures them beside Whippet in one run, and draws the pictures. Nothing here is edited.',
    '',
    machineLine(results),
    '',
    '![CPU time of each work, for each framework](benchmarks.svg)',
    '',
    'CPU time for a request in microseconds, work by work, on Node 24 over HTTP:',
    '',
    table(HEAD, shortRows(results)),
    '',
    ...wins.map(([name, text]) => `- **${name}.** ${text}`),
    '',
    ...goalsTable(results),
    ...noisePart(results),
    ...method(),
    ...peersTable(results),
    ...httpPart(results),
    ...processPart(results),
    ...startPart(results),
    ...sizePart(results),
    ...modulePart(results),
    ...curves(results),
  ].join('\n').trimEnd()}\n`
}
