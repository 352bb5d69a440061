/**
 * A program: what a process does with a package before its first answer. `node opening.mjs <folder>`; it answers one question.
 *
 * `compile_ms` makes a module of the bytes, `instantiate_ms` an instance of the module, `build_ms` calls the application's function and freezes
 * its routes; `wall_ms` is the three together, and `answer_ms` the first answer after them. Reading the file and the JavaScript is in none.
 */
import { main } from '../../scripts/project.mjs'
import { BenchIncoming } from '../incoming.mjs'
import { load } from './instance.mjs'
import { serve } from './program.mjs'

await main(import.meta.url, async ([folder]) => {
  const { compile, instantiate } = await load(folder)
  await serve(() => {
    const times = [performance.now()]
    const module = compile()
    times.push(performance.now())
    const instance = instantiate(module)
    times.push(performance.now())
    instance.open()
    times.push(performance.now())
    const status = instance.handle(new BenchIncoming('GET', '/'), (status) => status)
    times.push(performance.now())
    if (status !== 200) throw new Error(`the first answer is ${status}, not 200`)
    const [compile_ms, instantiate_ms, build_ms, answer_ms] = times.slice(1).map((time, index) => time - times[index])
    return { compile_ms, instantiate_ms, build_ms, answer_ms, wall_ms: times[3] - times[0] }
  })
})
