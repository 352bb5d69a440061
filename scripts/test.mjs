/**
 * `npm test`: sets up what is missing, then runs every step of `steps.mjs` and sums up.
 *
 * `npm test -- --list` names the steps, `npm test -- --only rust,doc` runs some. A step that fails does not keep the
 * others from running, so that one run shows all there is to put right.
 */
import { LeftOut } from './minimum.mjs'
import { duration, main, say, Stop } from './project.mjs'
import { ensure } from './setup.mjs'
import { steps } from './steps.mjs'

/** The steps that the command line asks for. */
export function chosen(args, all = steps) {
  const names = []
  for (let index = 0; index < args.length; index += 1) {
    const [flag, inline] = args[index].split('=', 2)
    if (flag !== '--only') throw new Stop(`\`${args[index]}\` is not known; there are --list and --only <step>`)
    const value = inline ?? args[(index += 1)] ?? ''
    names.push(...value.split(',').filter(Boolean))
  }
  const unknown = names.find((name) => !all.some((step) => step.name === name))
  if (unknown) throw new Stop(`there is no step \`${unknown}\`; \`npm test -- --list\` names them`)
  if (args.length && !names.length) throw new Stop('--only needs the name of a step; `npm test -- --list` names them')
  return names.length ? all.filter((step) => names.includes(step.name)) : all
}

/** Runs one step: `{ name, result, remark, time }`. */
export async function runStep(step) {
  const start = performance.now()
  let result = 'passed'
  let remark = ''
  try {
    const said = await step.run()
    if (typeof said === 'string') remark = said
  } catch (error) {
    result = error instanceof LeftOut ? 'skipped' : 'failed'
    remark = error.message
    if (!(error instanceof LeftOut || error instanceof Stop)) console.error(error)
  }
  return { name: step.name, result, remark, time: performance.now() - start }
}

/** The table of all results, and the line that closes it. */
export function summary(results) {
  const wide = Math.max(...results.map(({ name }) => name.length))
  const rows = results.map(({ name, result, remark, time }) =>
    `${name.padEnd(wide)}  ${duration(time).padStart(12)}  ${result.padEnd(7)}  ${remark}`.trimEnd(),
  )
  const count = (wanted) => results.filter(({ result }) => result === wanted).length
  const skipped = count('skipped') ? `, ${count('skipped')} skipped` : ''
  return [...rows, '', `${count('passed')} passed, ${count('failed')} failed${skipped}`].join('\n')
}

await main(import.meta.url, async (args) => {
  if (args.includes('--list')) {
    for (const { name, title } of steps) console.log(`${name.padEnd(12)} ${title}`)
    return
  }
  const wanted = chosen(args)
  const start = performance.now()
  await ensure([...new Set(wanted.flatMap((step) => step.needs))])
  say(`what the tests need is there (${duration(performance.now() - start)})`)
  const results = []
  for (const step of wanted) {
    console.log(`\n── ${step.title} (${step.name}) ──`)
    const result = await runStep(step)
    console.log(`── ${result.result} in ${duration(result.time)}${result.remark ? `: ${result.remark}` : ''}`)
    results.push(result)
  }
  console.log(`\nall steps, ${duration(performance.now() - start)}:`)
  console.log(summary(results))
  if (results.some(({ result }) => result === 'failed')) process.exitCode = 1
})
