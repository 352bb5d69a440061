/**
 * The two cores of a run: what is measured has the first for itself, what asks has the second.
 *
 * Used by everything that starts a process. Linux only: `taskset` pins, `/proc` and `/sys` tell.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { find } from '../../scripts/command.mjs'
import { Stop } from '../../scripts/project.mjs'

/** The numbers in a list as Linux writes it: `0-2,5` are 0, 1, 2 and 5. */
export function listed(text) {
  return text.trim().split(',').filter(Boolean).flatMap((range) => {
    const [from, to = from] = range.split('-').map(Number)
    return Array.from({ length: to - from + 1 }, (_, index) => from + index)
  })
}

/** Two of the cores, which are not halves of one where that can be helped; `siblings(core)` lists the halves of a core's own. */
export function twoOf(cores, siblings) {
  if (cores.length < 2) return undefined
  const [first] = cores
  return [first, cores.find((core) => core !== first && !siblings(first).includes(core)) ?? cores[1]]
}

/** The cores on which this process may run. */
export const allowed = () => listed(/^Cpus_allowed_list:\s*(.*)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '')

/** The cores of this run: `measured` for what is measured, `asking` for what asks. */
export function chooseCores() {
  if (process.platform !== 'linux') throw new Stop('the benchmark pins processes to cores and reads what they use from /proc: it needs Linux')
  if (find('taskset') === undefined) throw new Stop('taskset is missing: it comes with util-linux')
  const two = twoOf(allowed(), (core) => {
    try {
      return listed(readFileSync(`/sys/devices/system/cpu/cpu${core}/topology/thread_siblings_list`, 'utf8'))
    } catch {
      return [core]
    }
  })
  if (two === undefined) throw new Stop('the benchmark needs two cores: one for the server, one for what asks it')
  return { measured: two[0], asking: two[1] }
}

/** A command that runs on one core. */
export const pinned = (core, command) => ['taskset', '-c', String(core), ...command]

/** Moves this process, with all its threads, to one core. */
export function moveTo(core) {
  const { status, stderr } = spawnSync('taskset', ['-acp', String(core), String(process.pid)], { encoding: 'utf8' })
  if (status !== 0) throw new Stop(`taskset cannot pin a process: ${stderr.trim()}`)
}
