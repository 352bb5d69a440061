/**
 * The machine, and the versions of what was measured on it.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus, release, totalmem } from 'node:os'
import { answer } from '../../scripts/command.mjs'
import { contextOf } from '../peers.mjs'

/** What a run was made on; `build` is what a built package says of itself. */
export function describeMachine({ quick, groups }, { rustc, wasmBindgen, wasmOpt }) {
  const nodes = groups.filter((group) => group.startsWith('node'))
  const versions = Object.fromEntries(nodes.map((group) => [group, answer(contextOf(group).node, ['--version'])]))
  return {
    cpu: cpus()[0]?.model ?? 'an unknown processor',
    cores: cpus().length,
    memory: totalmem(),
    os: `${/^PRETTY_NAME="?(.*?)"?$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'Linux'}, Linux ${release()}`,
    ...versions,
    python: answer(contextOf('python').python, ['--version']),
    rustc,
    wasmBindgen,
    wasmOpt,
    wrk: wrkVersion(),
    date: new Date().toISOString().slice(0, 10),
    quick,
  }
}

/** wrk ends with 1 when it is asked for its version. */
function wrkVersion() {
  const { stdout } = spawnSync('wrk', ['--version'], { encoding: 'utf8' })
  return /^wrk (?:debian\/)?(\S+)/.exec(stdout)?.[1] ?? 'unknown'
}
