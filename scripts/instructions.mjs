/**
 * `npm run instructions`: how many wasm instructions a request takes, measured on `examples/hello` and on the API of `benches/sizes` as
 * `whippet build` makes them.
 *
 * `--write` puts the figures into benches/instructions.json; `--check`, a step of `npm test`, fails when one is off by more than 2 %: less
 * is news, too. Figures of two compilers are not compared: another compiler makes another wasm.
 */
import { writeFileSync } from 'node:fs'
import { buildMeasured, compilerOf, readBuild } from './measured.mjs'
import { LeftOut } from './minimum.mjs'
import { inside, main, read, Stop } from './project.mjs'

const KEPT = 'benches/instructions.json'
const TOLERANCE = 0.02
const CORRECT = '`npm run instructions -- --write` corrects it'

/** Builds the applications and asks them. */
async function measure() {
  // Not at the top: the steps of `npm test` are named without it.
  const { ASKED, instructionsOf } = await import('../benches/instructions.mjs')
  const instructions = {}
  let compiler
  for (const [app, asked] of Object.entries(ASKED)) {
    const folder = await buildMeasured(app)
    compiler = compilerOf(readBuild(folder))
    for (const [title, figure] of Object.entries(await instructionsOf(folder, asked))) instructions[`${app}: ${title}`] = figure
  }
  return { compiler, instructions }
}

/** Stops where a figure is off by more than the tolerance, or one side has what the other has not; figures of another compiler are left out. */
export function compareInstructions(kept, measured) {
  if (kept.compiler !== measured.compiler) throw new LeftOut(`${KEPT} has the figures of another compiler: “${kept.compiler}”, here “${measured.compiler}”`)
  const titles = new Set([...Object.keys(kept.instructions), ...Object.keys(measured.instructions)])
  const off = [...titles].flatMap((title) => {
    const [before, now] = [kept, measured].map(({ instructions }) => instructions[title])
    if (Math.abs(now - before) <= before * TOLERANCE) return []
    return [`${title}: ${before ?? 'no'} instructions are stated, ${now ?? 'none'} were measured`]
  })
  if (off.length) throw new Stop(`${KEPT} is off by more than ${TOLERANCE * 100} %: ${off.join('; ')}. ${CORRECT}`)
}

/** The figures as a table for people. */
export function instructionsTable({ compiler, instructions }) {
  const rows = Object.entries(instructions).map(([title, figure]) => `| ${title} | ${figure.toLocaleString('en-US')} |`)
  return ['| asked | instructions |', '| --- | ---: |', ...rows, '', `With ${compiler}.`].join('\n')
}

/** Builds, asks, and stops where benches/instructions.json states something else. */
export async function checkInstructions() {
  const kept = read(KEPT)
  if (kept === undefined) throw new Stop(`there is no ${KEPT} yet: \`npm run instructions -- --write\` makes it`)
  const measured = await measure()
  compareInstructions(JSON.parse(kept), measured)
  return `${Object.keys(measured.instructions).length} figures`
}

await main(import.meta.url, async (args) => {
  const unknown = args.find((arg) => !['--check', '--write'].includes(arg))
  if (unknown) throw new Stop(`\`${unknown}\` is not known; there are --check and --write`)
  if (args.includes('--check')) return console.log(await checkInstructions())
  const measured = await measure()
  console.log(`\n${instructionsTable(measured)}\n`)
  if (args.includes('--write')) writeFileSync(inside(KEPT), `${JSON.stringify(measured, undefined, 2)}\n`)
})
