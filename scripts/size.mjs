/**
 * `npm run size`: how large an app is, measured on `examples/hello` and `examples/demo` as `whippet build` makes them.
 *
 * `--write` puts the table into README.md, between two comments; `--check` fails when what stands there is off by more
 * than 1 %. Figures of two compilers are not compared: another compiler makes another wasm.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { prepare } from './build.mjs'
import { LeftOut } from './minimum.mjs'
import { whippet } from './npm-package.mjs'
import { inside, main, read, say, Stop } from './project.mjs'

const APPS = ['hello', 'demo']
const MARKS = ['<!-- sizes: written by `npm run size -- --write` -->', '<!-- /sizes -->']
const TOLERANCE = 0.01

/** Builds the apps and reads what the builds say of themselves. */
async function measure() {
  const env = await prepare()
  const builds = []
  for (const app of APPS) {
    const folder = `target/size/${app}`
    say(`building ${app} (a minute or two the first time)`)
    await whippet(['build', `examples/${app}`, '--out-dir', folder], { env })
    builds.push({ app, ...JSON.parse(readFileSync(inside(folder, 'build.json'), 'utf8')) })
  }
  return builds
}

/** The table of some builds, as Markdown, and what they were built with. */
export function table(builds) {
  const rows = builds.map(({ app, sizes: { 'app_bg.wasm': wasm, javascript } }) => {
    const figures = [wasm.raw, wasm.gzip, javascript.raw, javascript.gzip, wasm.gzip + javascript.gzip]
    return `| ${app} | ${figures.map((figure) => figure.toLocaleString('en-US')).join(' | ')} |`
  })
  const { rustc, wasmBindgen, wasmOpt } = builds[0]
  return [
    '| app | wasm | wasm, gzip -9 | JavaScript | JavaScript, gzip -9 | together, gzip -9 |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
    '',
    `Bytes, with ${rustc.replace(/ \(.*/, '')}, wasm-bindgen ${wasmBindgen} and wasm-opt ${wasmOpt.replace(/^\D+/, '').split(' ')[0]}.`,
  ].join('\n')
}

/** What stands between the two comments. */
export function stated(readme) {
  const [from, to] = MARKS.map((mark) => readme.indexOf(mark))
  if (from === -1 || to < from) throw new Stop(`README.md lacks the lines ${MARKS.join(' and ')} that the sizes stand between`)
  return readme.slice(from + MARKS[0].length, to).trim()
}

/** The same readme with another table between the two comments. */
export function restated(readme, text) {
  stated(readme)
  const [from, to] = MARKS.map((mark) => readme.indexOf(mark))
  return `${readme.slice(0, from + MARKS[0].length)}\n${text}\n${readme.slice(to)}`
}

/** Stops if two tables differ by more than the tolerance; a table of another compiler is left out. */
export function compare(said, measured) {
  if (!said.trim()) throw new Stop('README.md states no sizes yet: `npm run size -- --write` does')
  const [one, other] = [said, measured].map((text) => text.trim().split('\n').at(-1))
  if (one !== other) throw new LeftOut(`README.md has the figures of another compiler: “${one}”, here “${other}”`)
  const [left, right] = [said, measured].map(figures)
  for (const [app, sizes] of right) {
    const stated = left.get(app) ?? []
    const off = sizes.findIndex((size, index) => !(Math.abs(size - (stated[index] ?? NaN)) <= size * TOLERANCE))
    if (off === -1) continue
    throw new Stop(`README.md states ${stated[off] ?? 'no'} bytes for ${app} where ${sizes[off]} were measured: \`npm run size -- --write\` corrects it`)
  }
}

/** The rows of figures in a table: app to sizes. */
function figures(text) {
  const rows = text.split('\n').map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()))
  return new Map(rows.filter((cells) => APPS.includes(cells[0])).map(([app, ...sizes]) => [app, sizes.map((size) => Number(size.replaceAll(',', '')))]))
}

/** Builds, and stops if README.md states something else. */
export async function checkSizes() {
  compare(stated(read('README.md') ?? ''), table(await measure()))
}

function write(text) {
  writeFileSync(inside('README.md'), restated(readFileSync(inside('README.md'), 'utf8'), text))
}

await main(import.meta.url, async (args) => {
  const text = table(await measure())
  console.log(`\n${text}\n`)
  if (args.includes('--write')) write(text)
  if (args.includes('--check')) compare(stated(read('README.md') ?? ''), text)
})
