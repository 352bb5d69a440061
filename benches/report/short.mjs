/**
 * The short form, which README.md has: a table of Node 24, the picture, and where Whippet is behind.
 */
import { peersOf, runtimesOf } from '../bench/groups.mjs'
import { figure, kilobytes, megabytes, table } from './numbers.mjs'
import { told, verdicts } from './verdicts.mjs'

const WORKS = ['a', 'b', 'c', 'd', 'e']
/** The columns of the table. */
export const HEAD = ['', ...WORKS.map((work) => `(${work})`), '(f) p99, ms', '(f) memory, MB', 'start, ms', 'gzip, kB']

/** What a title is to the reader of a table. */
export const titlesOf = ({ peers }) => (name) => peers.find((peer) => peer.name === name)?.title ?? name

const emphasised = (name, text) => (name === 'whippet' ? `**${text}**` : text)

/** The rows of the table: a peer each, who needs least for the works together first. */
export function shortRows(results, runtime = 'node24') {
  const row = (peer, work) => results.rows.find((row) => row.peer === peer && row.work === work && row.way === 'http' && runtimesOf(runtime).includes(row.runtime)) ?? {}
  const mean = (peer) => WORKS.reduce((sum, work) => sum + Math.log(row(peer, work).cpu_us ?? 1), 0)
  return peersOf(runtime, results.peers)
    .sort((one, other) => mean(one.name) - mean(other.name))
    .map(({ name, title }) => [
      emphasised(name, title),
      ...WORKS.map((work) => emphasised(name, figure(row(name, work).cpu_us))),
      emphasised(name, figure(row(name, 'f').p99_ms)),
      emphasised(name, megabytes(row(name, 'f').memory_bytes)),
      emphasised(name, figure(row(name, 'b').first_answer_ms)),
      emphasised(name, kilobytes(row(name, 'b').gzip_bytes)),
    ])
}

/** The sentences on wins and losses in a runtime, one each. */
export function balance(results, runtime = 'node24') {
  const all = verdicts(results, runtime)
  if (all.length === 0) return []
  const count = (wanted) => all.filter(({ verdict }) => verdict === wanted).length
  const lists = [['behind', 'Behind'], ['even', 'Undecided']].map(([verdict, word]) => [word, told(all, verdict, titlesOf(results))])
  return [
    `Of ${all.length} comparisons with peers, Whippet is ahead in ${count('ahead')}, behind in ${count('behind')}, and ${count('even')} are undecided.`,
    ...lists.filter(([, list]) => list).map(([word, list]) => `${word}, with the multiple of the peer’s figure: ${list}.`),
  ]
}

/** The part of README.md. */
export function shortReport(results) {
  const { machine, goals } = results
  const met = goals.filter(({ met }) => met).length
  return [
    '## Beside other frameworks',
    '',
    `CPU time of the server process for a request, in microseconds, on Node ${(machine.node24 ?? '24').replace('v', '')} over HTTP: (a) a route among 50, (b) an order, validated, behind CORS, security headers and a`,
    'request id, (c) a list of 100 kB out, (d) a signed token, (e) 64 kB in; (f) 1,000 requests that wait 5 ms at once; and the time from the start of the process to its first answer;',
    'and what is deployed, compressed.',
    '',
    table(HEAD, shortRows(results)),
    '',
    '![CPU time of each work, for each framework](docs/benchmarks.svg)',
    '',
    ...balance(results),
    `Of the ${goals.length} goals ${met} are met.`,
    `All figures, how they are measured, and the goals: [docs/benchmarks.md](docs/benchmarks.md). ${machine.cpu}, one core; ${machine.date}.`,
  ].join('\n')
}
