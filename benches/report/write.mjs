/**
 * Writes what a run has found: the figures, the document, the pictures, and README.md's part.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inside, root, say, Stop } from '../../scripts/project.mjs'
import { restated } from '../../scripts/size.mjs'
import { document } from './document.mjs'
import { drawCurves, drawWorks } from './picture.mjs'
import { shortReport } from './short.mjs'

/** What README.md's part stands between. */
export const MARKS = ['<!-- benchmarks: written by `npm run bench` -->', '<!-- /benchmarks -->']

const hasCurves = ({ scaling: { router, concurrency, body } = {} }) => Boolean(router ?? concurrency ?? body)
const hasWorks = ({ rows }) => rows.some(({ way, runtime }) => way === 'http' && runtime === 'node24')

/** The files of a run, by their names. */
async function filesOf(results) {
  return {
    'benchmarks.md': document(results),
    ...(hasWorks(results) ? { 'benchmarks.svg': await drawWorks(results) } : {}),
    ...(hasCurves(results) ? { 'benchmarks-curves.svg': await drawCurves(results) } : {}),
  }
}

function writeAll(folder, files) {
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
}

const json = (results) => `${JSON.stringify(results, null, 1)}\n`

/** Writes into target/bench/report only: a run that is not all of it. */
export async function writeDraft(results) {
  const folder = inside('target', 'bench', 'report')
  writeAll(folder, { ...(await filesOf(results)), 'results.json': json(results) })
  say('this is in target/bench/report, and nowhere else')
}

/** Writes what is committed, below `base`. */
export async function writeReport(results, base = root) {
  // All is made before anything is written.
  const files = await filesOf(results)
  const readme = restated(readFileSync(join(base, 'README.md'), 'utf8'), shortReport(results), MARKS)
  writeAll(join(base, 'docs'), files)
  writeAll(join(base, 'benches'), { 'results.json': json(results) })
  writeFileSync(join(base, 'README.md'), readme)
  say('benches/results.json, docs/benchmarks.md, its pictures and README.md are written')
}

/** Draws all anew from the figures of the last full run. */
export async function redraw(base = root) {
  const file = join(base, 'benches', 'results.json')
  if (!existsSync(file)) throw new Stop('there is no benches/results.json yet: `npm run bench` writes it')
  await writeReport(JSON.parse(readFileSync(file, 'utf8')), base)
}
