/**
 * `npm run size`: how large an app is, measured on `examples/hello`, `examples/demo` and an API as `whippet build` makes them; and what each
 * extractor adds, measured on `benches/sizes`. `npm run size json form` measures these two extractors only, `--apps` the apps only.
 *
 * `--write` puts what was measured into README.md, each table between two comments; `--check` fails when an app is larger than it may be, or
 * what stands there of the apps is off by more than 1 %. Figures of two compilers are not compared: another compiler makes another wasm.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { prepare } from './build.mjs'
import { buildMeasured, compilerOf, readBuild } from './measured.mjs'
import { LeftOut } from './minimum.mjs'
import { whippet } from './npm-package.mjs'
import { inside, main, read, say, Stop } from './project.mjs'

/** The most that may be deployed, in bytes after gzip -9: of an app its wasm and its JavaScript, and the JavaScript of any. */
export const BUDGETS = { hello: 80_000, api: 179_500, javascript: 8_000 }

const APPS = ['hello', 'api', 'demo']
const MARKS = ['<!-- sizes: written by `npm run size -- --write` -->', '<!-- /sizes -->']
const TOLERANCE = 0.01

/** What one thing adds: a feature of `benches/sizes`, and how the table calls it. */
export const ADDED = [
  ['path', '`Path`'],
  ['query', '`Query`'],
  ['query-nested', '`Query`, with lists and what is nested'],
  ['header', '`Header`'],
  ['typed-header', '`TypedHeader`'],
  ['context', '`Context`'],
  ['client-ip', '`ClientIp`'],
  ['bindings', '`Bindings`'],
  ['state', '`State`'],
  ['extension', '`Extension`, and what sets it'],
  ['dep', '`Dep`'],
  ['optional', '`Option<Query>`'],
  ['cookies', '`Cookies`'],
  ['signed-cookies', '`SignedCookies`, and the key'],
  ['private-cookies', '`PrivateCookies`, and the key'],
  ['json', '`Json`'],
  ['form', '`Form`'],
  ['multipart', '`Multipart`'],
  ['body-stream', '`BodyStream`'],
  ['request', '`Request`'],
  ['valid-json', '`Valid<Json>`'],
  ['valid-json-email', '`Valid<Json>`, with an e-mail'],
  ['async-handler', 'an async handler that sleeps'],
  ['async-start', 'an async start'],
  ['fetch', '`Fetch`: a request to another server'],
  ['own-middleware', 'a middleware of one’s own that does not wait'],
  ['from-fn', 'a middleware of `from_fn`'],
  ['cors', '`Cors`'],
  ['secure-headers', '`SecureHeaders`'],
  ['cache-control', '`CacheControl`'],
  ['redirects', '`Redirects`'],
  ['method-override', '`MethodOverride`'],
  ['language', '`Language`'],
  ['body-limit', '`BodyLimit`'],
  ['compression', '`Compression`'],
  ['etag', '`Etag`'],
  ['logger', '`Logger`'],
  ['metrics', '`Metrics`'],
  ['request-id', '`RequestId`'],
  ['server-timing', '`ServerTiming`'],
  ['timeout', '`Timeout`'],
  ['jwt', '`Jwt`, with a secret'],
  ['jwt-claims', '`Jwt`, with a secret, and `Claims`'],
  ['jwt-pair', '`Jwt`, with a public key'],
  ['jwt-jwks', '`Jwt`, with the keys of a server'],
  ['jwt-signer', '`Signer`, which makes tokens'],
  ['webhook', '`Webhook`, of GitHub'],
  ['bearer-auth', '`BearerAuth`, of tokens'],
  ['basic-auth', '`BasicAuth`, of users'],
  ['api-key', '`ApiKey`, of keys'],
  ['require-role', '`RequireRole`'],
  ['csrf', '`Csrf`'],
  ['ip-allow', '`IpAllow`'],
  ['rate-limit', '`RateLimit`, in memory'],
  ['rate-limit-redis', '`RateLimit`, over a Redis'],
  ['session', '`Session`, encrypted'],
  ['session-signed', '`Session`, signed'],
  ['session-stored', '`Session`, stored'],
]
const ADDED_MARKS = ['<!-- added sizes: written by `npm run size -- --write` -->', '<!-- /added sizes -->']

/** Builds the apps and reads what the builds say of themselves. */
async function measure() {
  const builds = []
  for (const app of APPS) builds.push({ app, ...readBuild(await buildMeasured(app)) })
  return builds
}

/** Builds an app of one extractor after the other, and the one of none, which each is compared with. */
async function measureAdded(features) {
  const env = await prepare()
  const base = await build(env, 'benches/sizes', ['benches/sizes'])
  const added = []
  for (const feature of features) {
    const { sizes } = await build(env, feature, ['benches/sizes', '--features', feature])
    const more = (measure) => measure(sizes) - measure(base.sizes)
    added.push({ feature, wasm: more((each) => each['app_bg.wasm'].raw), gzip: more((each) => each['app_bg.wasm'].gzip + each.javascript.gzip) })
  }
  return added
}

async function build(env, name, args) {
  const folder = `target/size/${name.replaceAll('/', '-')}`
  say(`building ${name} (a minute or two the first time)`)
  await whippet(['build', ...args, '--out-dir', folder], { env })
  return JSON.parse(readFileSync(inside(folder, 'build.json'), 'utf8'))
}

/** The table of some builds, as Markdown, and what they were built with. */
export function table(builds) {
  const rows = builds.map(({ app, sizes: { 'app_bg.wasm': wasm, javascript } }) => {
    const figures = [wasm.raw, wasm.gzip, javascript.raw, javascript.gzip, wasm.gzip + javascript.gzip]
    return `| ${app} | ${figures.map((figure) => figure.toLocaleString('en-US')).join(' | ')} |`
  })
  return [
    '| app | wasm | wasm, gzip -9 | JavaScript | JavaScript, gzip -9 | together, gzip -9 |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
    '',
    `Bytes, with ${compilerOf(builds[0])}.`,
  ].join('\n')
}

/** The table of what is added, as Markdown: the JavaScript is the same for all apps but for a few functions of its glue. */
export function addedTable(added) {
  const titles = new Map(ADDED)
  const rows = added.map(({ feature, wasm, gzip }) => `| ${titles.get(feature)} | ${wasm.toLocaleString('en-US')} | ${gzip.toLocaleString('en-US')} |`)
  return ['| one route with | wasm | together, gzip -9 |', '| --- | ---: | ---: |', ...rows].join('\n')
}

/** What stands between the two comments. */
export function stated(readme, marks = MARKS) {
  const [from, to] = marks.map((mark) => readme.indexOf(mark))
  if (from === -1 || to < from) throw new Stop(`README.md lacks the lines ${marks.join(' and ')} that the sizes stand between`)
  return readme.slice(from + marks[0].length, to).trim()
}

/** The same readme with another table between the two comments. */
export function restated(readme, text, marks = MARKS) {
  stated(readme, marks)
  const [from, to] = marks.map((mark) => readme.indexOf(mark))
  return `${readme.slice(0, from + marks[0].length)}\n${text}\n${readme.slice(to)}`
}

/** Stops if the table of what is added lacks a row, or has one of something else. What it says is not measured: each row is a build of a minute. */
export function checkRows(readme) {
  const rows = stated(readme, ADDED_MARKS).split('\n').flatMap((line) => (/^\| (.+?) \| [\d,-]+ \| [\d,-]+ \|$/.exec(line) ?? []).slice(1))
  const titles = ADDED.map(([, title]) => title)
  const wrong = titles.find((title) => !rows.includes(title)) ?? rows.find((row) => !titles.includes(row))
  if (wrong) throw new Stop(`README.md has ${rows.includes(wrong) ? 'a' : 'no'} row for ${wrong} among the added sizes: \`npm run size -- --write\` corrects it`)
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

/** Stops where something is larger than it may be, whatever compiler made it. */
export function checkBudgets(builds, budgets = BUDGETS) {
  for (const { app, sizes: { 'app_bg.wasm': wasm, javascript } } of builds) {
    const sizes = [[app, wasm.gzip + javascript.gzip, budgets[app]], [`the JavaScript of ${app}`, javascript.gzip, budgets.javascript]]
    for (const [what, bytes, most] of sizes) {
      if (bytes > most) throw new Stop(`${what} has ${bytes} bytes after gzip -9, and may have ${most} (BUDGETS in scripts/size.mjs)`)
    }
  }
}

/** The rows of figures in a table: app to sizes. */
function figures(text) {
  const rows = text.split('\n').map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()))
  return new Map(rows.filter((cells) => APPS.includes(cells[0])).map(([app, ...sizes]) => [app, sizes.map((size) => Number(size.replaceAll(',', '')))]))
}

/** Builds, and stops if something is too large, or README.md states something else. */
export async function checkSizes() {
  const readme = read('README.md') ?? ''
  checkRows(readme)
  const builds = await measure()
  checkBudgets(builds)
  compare(stated(readme), table(builds))
}

function write(apps, added) {
  const readme = restated(readFileSync(inside('README.md'), 'utf8'), apps)
  writeFileSync(inside('README.md'), added === undefined ? readme : restated(readme, added, ADDED_MARKS))
}

await main(import.meta.url, async (args) => {
  const features = args.filter((arg) => !arg.startsWith('--'))
  const unknown = features.find((feature) => !ADDED.some(([name]) => name === feature))
  if (unknown) throw new Stop(`there is no ${unknown} to measure: name some of ${ADDED.map(([name]) => name).join(', ')}`)
  if (args.includes('--check')) return checkSizes()
  if (features.length) return console.log(`\n${addedTable(await measureAdded(features))}\n`)
  const apps = table(await measure())
  const added = args.includes('--apps') ? undefined : addedTable(await measureAdded(ADDED.map(([name]) => name)))
  console.log(`\n${[apps, added].filter(Boolean).join('\n\n')}\n`)
  if (args.includes('--write')) write(apps, added)
})
