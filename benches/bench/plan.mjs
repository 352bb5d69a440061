/**
 * How long a run takes, as its settings say: told before each step, with what is left.
 *
 * 1. A step takes its rounds, of all who take turns, and what each needs beside its own time.
 * 2. Rounds that are run once more, since the machine was noisy, come on top; but only where the run ends within {@link MOST_S} all the same.
 * 3. What is installed and built before the run does not count.
 */
import { duration, say } from '../../scripts/project.mjs'
import { workOf } from '../works.mjs'
import { peersOf } from './groups.mjs'

/** How long a run may take at most, in seconds. */
const MOST_S = 23 * 60

/** What is beside the time of a round, in seconds: wrk begins and ends, and the server becomes idle. */
const AROUND_HTTP = 0.07
/** A start, with the end of the process. */
const A_START = { node20: 0.45, node24: 0.45, workerd: 0.1 }
const AN_OPENING = 0.15
/** A server, started and asked for everything. */
const A_CHECK = 0.9
/** Who is asked in process: the limit, three peers, and for (a) what is below Whippet's `fetch`. */
const IN_PROCESS = { a: 5, rest: 4 }
/** Requests are made before the clock runs, and a batch is finished: so many times its own time a round takes. */
const IN_PROCESS_FACTOR = 1.5
const SECONDS_A_REQUEST = 30e-6

const turns = ({ rounds, warmUp }) => rounds + warmUp

/** The seconds that each step takes. */
export const SECONDS = {
  check: (group) => peersOf(group).length * A_CHECK,
  http: ({ http, crowd }, group, work) => {
    const { milliseconds, ramp = 0, ...plan } = workOf(work).concurrency ? crowd : http
    return turns(plan) * peersOf(group).length * ((milliseconds + ramp) / 1000 + AROUND_HTTP)
  },
  process: ({ process }, work) => (turns(process) * (IN_PROCESS[work] ?? IN_PROCESS.rest) * process.milliseconds * IN_PROCESS_FACTOR) / 1000,
  start: ({ start }, group) => turns(start) * peersOf(group).length * A_START[group],
  module: ({ module }) => turns(module) * AN_OPENING,
  memory: ({ memory }) => memory.requests * SECONDS_A_REQUEST,
  router: ({ router }) => turns(router) * 0.1,
  concurrency: ({ concurrency }) => turns(concurrency) * 1,
  body: ({ body }) => turns(body) * 0.6,
}

const IN_PROCESS_WORKS = ['a', 'b', 'c', 'd', 'e']

/** The seconds that a whole run takes. */
export function planned(settings) {
  const { parts, groups } = settings
  const works = parts.filter((part) => workOf(part))
  const sum = (list, seconds) => list.reduce((all, each) => all + seconds(each), 0)
  const nodes = groups.filter((group) => group !== 'workerd')
  const each = (part, list, seconds) => (parts.includes(part) ? sum(list, seconds) : 0)
  return (
    sum(groups, SECONDS.check) +
    sum(groups, (group) => sum(works, (work) => SECONDS.http(settings, group, work))) +
    sum(nodes, () => sum(works.filter((work) => IN_PROCESS_WORKS.includes(work)), (work) => SECONDS.process(settings, work))) +
    each('start', groups, (group) => SECONDS.start(settings, group)) +
    each('module', nodes, () => SECONDS.module(settings)) +
    sum(['memory', 'router', 'concurrency', 'body'].filter((part) => parts.includes(part)), (part) => SECONDS[part](settings))
  )
}

/** The run of this process: when it began, and the seconds of the steps that are still to come. */
let run

/** Begins a run. */
export function beginRun(settings) {
  run = { began: performance.now(), left: planned(settings) }
}

/** Says what a step does, and how long it takes until the end of the run. */
export function beginStep(what, seconds) {
  if (run === undefined) return say(what)
  say(`${what}; about ${duration(Math.max(run.left, 10) * 1000)} left`)
  run.left -= seconds
}

/** Whether there is time for so many seconds more than were planned. */
export function hasTime(seconds) {
  return run === undefined || (performance.now() - run.began) / 1000 + run.left + seconds <= MOST_S
}
