/**
 * The module by itself: how long a fresh process takes to compile, instantiate and open the smallest application, and whether memory stays
 * as it is over very many requests.
 */
import { fileURLToPath } from 'node:url'
import { contextOf } from '../peers.mjs'
import { GROUPS } from './groups.mjs'
import { quietly } from './noise.mjs'
import { beginStep, SECONDS } from './plan.mjs'
import { askOnce } from './program.mjs'

const file = (name) => fileURLToPath(new URL(name, import.meta.url))

/** Opens a package over and over, in a fresh process each time. */
export async function measureOpening(group, folder, settings, cores, noise) {
  const what = `the opening of a module on ${GROUPS[group]}`
  const seconds = SECONDS.module(settings)
  beginStep(`measuring ${what}`, seconds)
  const { node } = contextOf(group)
  const once = () => askOnce(node, file('./opening.mjs'), [folder], cores.measured)
  const [rounds] = await quietly([once], settings.module, { what, figures: ['wall_ms'], noise, seconds })
  return [{ work: 'hello', way: 'module', group, runtime: group, peer: 'whippet', rounds }]
}

/** How much the memory has grown over so many requests. */
export function measureKeeping(folder, settings, cores) {
  const { requests } = settings.memory
  beginStep(`measuring the memory of ${requests.toLocaleString('en-US')} requests`, SECONDS.memory(settings))
  return askOnce(contextOf('node24').node, file('./keeping.mjs'), [folder], cores.measured, { requests })
}
