/**
 * The pictures, drawn by Vega-Lite as SVG.
 *
 * 1. They are looked at on light and on dark pages. A picture brings its own background and follows what the reader's system prefers, so that
 *    text and background always fit.
 * 2. A bar has its value beside it, and the colours differ in brightness, too: nothing is told by colour alone.
 */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { GROUPS, runtimesOf } from '../bench/groups.mjs'
import { PEERS_FOLDER } from '../peers.mjs'
import { figure, size, whole } from './numbers.mjs'
import { titlesOf } from './short.mjs'

const COLOURS = { whippet: '#e8590c', limit: '#868e96', peer: '#4c8fc7' }
const LIGHT = { background: '#ffffff', text: '#1f2328' }
const DARK = { background: '#0d1117', text: '#e6edf3' }
const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"
const COLUMNS = 3
/** The panels of the works, as their titles say it. */
const WORKS = { a: 'a route among 50', b: 'an order, validated', c: '100 kB of JSON out', d: 'a signed token', e: '64 kB of JSON in' }
/** A bar that is so many times the next one is cut, and says so: the others could not be told apart. */
const CUT = 2

const CONFIG = {
  background: LIGHT.background,
  font: FONT,
  view: { stroke: null },
  title: { fontSize: 13, fontWeight: 600, anchor: 'start', color: LIGHT.text, offset: 8 },
  axis: { labelFontSize: 12, titleFontSize: 12, titleFontWeight: 400, labelColor: LIGHT.text, titleColor: LIGHT.text, domainColor: COLOURS.limit, tickColor: COLOURS.limit, grid: false },
  legend: { labelFontSize: 12, labelColor: LIGHT.text, orient: 'bottom', title: null, symbolType: 'stroke', symbolStrokeWidth: 3, labelLimit: 300, columnPadding: 8 },
  text: { fontSize: 12, color: LIGHT.text },
}

/** Vega's modules are those of the peers' folder: nothing else of the repository needs them. */
async function vega(name) {
  const require = createRequire(join(PEERS_FOLDER, 'package.json'))
  return import(pathToFileURL(require.resolve(name)).href)
}

/** Text and background for readers who prefer dark pages. */
const STYLE = `<style>@media (prefers-color-scheme: dark) { svg > rect:first-of-type { fill: ${DARK.background} } text { fill: ${DARK.text} } }</style>`

async function draw(specification) {
  const [{ compile }, { parse, View }] = [await vega('vega-lite'), await vega('vega')]
  const { spec } = compile({ $schema: 'https://vega.github.io/schema/vega-lite/v6.json', padding: 16, ...specification, config: CONFIG })
  const svg = await new View(parse(spec), { renderer: 'none' }).toSVG()
  return svg.replace(/^<svg [^>]*>/, (start) => `${start}${STYLE}`)
}

/** What is drawn of a group: a list of `{ title, bars: [{ peer, value }] }`. */
export function panels({ rows }, group) {
  const runtimes = runtimesOf(group)
  const bars = (work, figure) =>
    rows
      .filter((row) => row.work === work && row.way === 'http' && runtimes.includes(row.runtime) && row[figure] !== undefined)
      .map((row) => ({ peer: row.peer, value: row[figure] }))
  const works = Object.entries(WORKS).map(([id, title]) => ({ title: [`(${id}) ${title}`, 'CPU time of a request, µs'], bars: bars(id, 'cpu_us') }))
  return [...works, { title: ['Start of the process', 'to its first answer, ms'], bars: bars('b', 'first_answer_ms') }].filter(({ bars }) => bars.length)
}

const kind = (peer) => (peer === 'whippet' ? 'whippet' : ['node-http', 'workerd'].includes(peer) ? 'limit' : 'peer')

/** The bars in their order; one that is far longer than all others is cut. */
export function barsOf(bars, titleOf) {
  const sorted = [...bars].sort((one, other) => one.value - other.value)
  const [next, last] = sorted.slice(-2).map(({ value }) => value)
  const most = last > next * CUT ? next * 1.15 : Infinity
  return sorted.map(({ peer, value }) => ({ peer: titleOf(peer).replaceAll('`', ''), kind: kind(peer), value: Math.min(value, most), label: `${value > most ? '▸ ' : ''}${figure(value)}` }))
}

function panel({ title, bars }, titleOf) {
  const values = barsOf(bars, titleOf)
  const most = Math.max(...values.map(({ value }) => value))
  const y = { field: 'peer', type: 'nominal', sort: null, axis: { title: null, ticks: false, domain: false, labelPadding: 6, labelLimit: 300, minExtent: 116, maxExtent: 116 } }
  // Room for the value behind the longest bar.
  const x = { field: 'value', type: 'quantitative', axis: null, scale: { domain: [0, most * 1.3] } }
  return {
    title,
    width: 160,
    height: { step: 20 },
    data: { values },
    encoding: { y, x },
    layer: [
      { mark: { type: 'bar', height: 14, cornerRadiusEnd: 2 }, encoding: { color: { field: 'kind', type: 'nominal', legend: null, scale: { domain: Object.keys(COLOURS), range: Object.values(COLOURS) } } } },
      { mark: { type: 'text', align: 'left', dx: 4 }, encoding: { text: { field: 'label' } } },
    ],
  }
}

/** The picture of the works: a panel each, whoever needs least at the top. */
export function drawWorks(results, group = 'node24') {
  const all = panels(results, group)
  const titleOf = titlesOf(results)
  return draw({
    title: { text: `${GROUPS[group]}, over HTTP: less is better`, subtitle: 'A bar with ▸ goes on beyond the panel.', fontSize: 15, offset: 14, subtitleFontSize: 12, subtitleColor: LIGHT.text, subtitlePadding: 6 },
    columns: COLUMNS,
    // Vega guesses how wide a text is, and too wide: the room for the names is given here.
    bounds: 'flush',
    spacing: { row: 66, column: 144 },
    concat: all.map((each) => panel(each, titleOf)),
    resolve: { scale: { x: 'independent', y: 'independent' } },
  })
}

function lines({ title, axis, unit, log = false, values }) {
  const series = [...new Set(values.map(({ series }) => series))]
  return {
    title,
    width: 210,
    height: 180,
    data: { values },
    mark: { type: 'line', point: { filled: true, size: 45 }, strokeWidth: 2.5 },
    encoding: {
      x: { field: 'at', type: 'ordinal', sort: null, axis: { title: axis, labelAngle: 0 } },
      y: { field: 'value', type: 'quantitative', axis: { title: unit, tickCount: 5, minExtent: 52, maxExtent: 52, ...(log ? { format: ',~r' } : {}) }, scale: log ? { type: 'log', nice: true } : { domainMin: 0 } },
      color: { field: 'series', type: 'nominal', scale: { domain: series, range: [COLOURS.whippet, COLOURS.peer] } },
      strokeDash: { field: 'series', type: 'nominal', scale: { domain: series, range: [[1, 0], [6, 3]] } },
    },
  }
}

/** Points of two series, for a panel. */
const pairs = (points, at, names) => points.flatMap((point) => Object.entries(names).map(([field, series]) => ({ at: at(point.size), series, value: point[field] })))

/** The picture of the curves. */
export function drawCurves({ scaling: { router, concurrency, body } }) {
  const all = [
    router && lines({ title: 'A request among routes', axis: 'routes', unit: 'µs', values: pairs(router, whole, { fetch_us: 'fetch', handle_us: 'handle' }) }),
    concurrency && lines({ title: 'A request of those that wait', axis: 'in flight', unit: 'CPU, µs', log: true, values: pairs(concurrency, whole, { cpu_us: 'Whippet', plain_cpu_us: 'JavaScript alone' }) }),
    body && lines({ title: 'A body read as JSON', axis: 'body', unit: 'µs', log: true, values: pairs(body, size, { wall_us: 'Whippet', plain_wall_us: 'JavaScript alone' }) }),
  ].filter(Boolean)
  return draw({ title: { text: 'Node 24, in process: less is better', fontSize: 15, offset: 14 }, hconcat: all, bounds: 'flush', spacing: 84, resolve: { scale: { x: 'independent', y: 'independent', color: 'independent', strokeDash: 'independent' } } })
}
