/**
 * What a process and its children have used: CPU time and memory, as Linux counts them.
 *
 * 1. CPU time is the scheduler's own, in nanoseconds, of all threads: the compiler's and the collector's count, as they do on a bill.
 * 2. Memory is the most that was resident at one time since it was last forgotten.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

/** How long nothing may happen before a process counts as idle, and how much of that it may use all the same. */
const QUIET_MS = 10
const QUIET_US = 300
/** How long to wait for that at most: a slow server works off what was asked last. */
const PATIENCE_MS = 2000

/** A file of a process, or nothing where the process or the thread has ended meanwhile. */
function readIf(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return ''
    throw error
  }
}

const threads = (pid) => {
  try {
    return readdirSync(`/proc/${pid}/task`)
  } catch {
    return []
  }
}

/** A process and all that descend from it. */
export function family(pid) {
  const children = threads(pid).flatMap((thread) => readIf(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean).map(Number))
  return [pid, ...children.flatMap(family)]
}

/** CPU time used so far, in microseconds. */
export function cpu(pid) {
  const nanoseconds = (pid) => threads(pid).reduce((sum, thread) => sum + Number(readIf(`/proc/${pid}/task/${thread}/schedstat`).split(' ')[0]), 0)
  return family(pid).reduce((sum, pid) => sum + nanoseconds(pid), 0) / 1000
}

/** Waits until a process has nothing left to do, and gives the CPU time used so far, in microseconds. */
export async function cpuOnceIdle(pid) {
  const deadline = performance.now() + PATIENCE_MS
  for (let before = cpu(pid); ; ) {
    await wait(QUIET_MS)
    const now = cpu(pid)
    if (now - before < QUIET_US || performance.now() > deadline) return now
    before = now
  }
}

/** How many connections the system has turned away so far, since a server had not taken those before them. */
export function connectionsRefused() {
  return overflows(readIf('/proc/net/netstat'))
}

/** The same in the text of Linux's file: a line of names, a line of numbers. */
export function overflows(text) {
  const [names = [], numbers = []] = text.split('\n').filter((line) => line.startsWith('TcpExt:')).map((line) => line.split(' '))
  return Number(numbers[names.indexOf('ListenOverflows')] ?? 0)
}

/** The most memory that was resident, in bytes. */
export function mostMemory(pid) {
  return family(pid).reduce((sum, pid) => sum + highWater(readIf(`/proc/${pid}/status`)), 0)
}

/** The peak in a process's `status`, in bytes. */
export function highWater(status) {
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024
}

/** Forgets the peak: from now on it is what is resident now. */
export function forgetMemory(pid) {
  for (const member of family(pid)) writeFileSync(`/proc/${member}/clear_refs`, '5')
}
