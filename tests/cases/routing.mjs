// The routing tables read, each row spelled out as a case of table.mjs.
//
// Called by the tests of each runtime; knows nothing of how a request is sent. The format is described in README.md:
// a rule added there is added here and in the Rust reader, so that a row means the same everywhere.

import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'

const folder = new URL('./routing/', import.meta.url)

// Where a described application answers what url_for gives.
const LINKS = '/.links'

const GROUP = ['name', 'regex', 'app', 'rows', 'refused']
const ROW = [
  ...['ask', 'name', 'long', 'send', 'route', 'params', 'fallback', 'on_error', 'error', 'status', 'allow', 'location', 'headers'],
  ...['problem', 'log', 'url_for', 'with', 'path', 'refused'],
]

/**
 * The groups of all tables: an application's descriptions (as written, and put together in the opposite order), and either the
 * cases asked of it or the parts of the message that refuses it.
 *
 * @returns {{ name: string, apps: object[], cases: object[], refused?: string[] }[]}
 */
export function readRouting() {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json')).sort()
  return files.flatMap((file) => {
    const { groups } = JSON.parse(readFileSync(new URL(file, folder), 'utf8'))
    // Modules are built without the feature.
    return groups.filter(({ regex = false }) => !regex).map((group) => readGroup(file.slice(0, -'.json'.length), group))
  })
}

function readGroup(table, { name, regex: _, app, rows = [], refused, ...unknown }) {
  const title = `${table}: ${name}`
  assert.deepEqual(Object.keys(unknown), [], `${title}: unknown in a group; known are ${GROUP}`)
  assert.equal(rows.length === 0, refused !== undefined, `${title} has either rows or the refusal`)
  const whole = rows.some((row) => row.url_for !== undefined) ? { ...app, links: true } : app
  const cases = rows.map((row) => ({ name: row.name ?? row.ask ?? `url_for ${row.url_for} ${JSON.stringify(row.with ?? {})}`, ...toCase(row, title, app) }))
  return { name: title, apps: [whole, { ...whole, reversed: true }], cases, refused }
}

function toCase(short, title, { base_path = '' }) {
  const row = writtenOut(short)
  const unknown = Object.keys(row).filter((member) => !ROW.includes(member))
  assert.deepEqual(unknown, [], `${title}: unknown in a row`)
  if (row.url_for !== undefined) return toLink(row, base_path)
  const space = row.ask.indexOf(' ')
  const method = row.ask.slice(0, space)
  return { request: { method, target: row.ask.slice(space + 1), ...row.send }, response: toResponse(row, method) }
}

/** A row with what it only counts: `<long>` stands for a text that many times. */
function writtenOut(row) {
  if (row.long === undefined) return row
  const [text, times] = row.long
  return JSON.parse(JSON.stringify(row).replaceAll('<long>', text.repeat(times)))
}

/** A name and its parameters go through the application's own route for that. */
function toLink({ url_for, with: params = {}, path, refused }, base) {
  const body = { json: { name: url_for, params } }
  return {
    request: { method: 'POST', target: `${base}${LINKS}`, headers: { 'content-type': 'application/json' }, body },
    response: refused === undefined ? { status: 200, body: { json: { path } } } : { status: 500, problem: {}, log: [refused] },
  }
}

function toResponse(row, method) {
  const status = statusOf(row, method)
  const headers = { ...row.headers }
  if (row.allow !== undefined) headers.allow = { list: row.allow.split(', ') }
  if (row.location !== undefined) headers.location = row.location
  // An answer to HEAD has nothing else that tells; a header's value is ASCII.
  if (row.route !== undefined && /^[ -~]*$/.test(row.route)) headers['x-route'] = row.route
  const response = { status, headers, ...(row.log && { log: row.log }) }
  const body = bodyOf(row, status)
  const isProblem = body === undefined && status >= 400
  if (method === 'HEAD' && isProblem) return { ...response, type: 'application/problem+json', body: { empty: true } }
  if (method === 'HEAD') return { ...response, body: { empty: true } }
  if (isProblem) return { ...response, problem: row.problem ?? {} }
  if (body === undefined) return { ...response, body: { empty: true } }
  return { ...response, type: 'application/json', body }
}

function statusOf({ status, allow, location, fallback }, method) {
  if (status !== undefined) return status
  if (allow !== undefined) return method === 'OPTIONS' ? 204 : 405
  if (location !== undefined) return 308
  return fallback === undefined ? 200 : 404
}

/** What is checked of the body; nothing where nobody that the row names has answered. */
function bodyOf({ route, fallback, on_error, error, params = {} }, status) {
  if (route !== undefined) return { json: { route, params } }
  if (fallback !== undefined) return { json: { fallback, params } }
  return on_error === undefined ? undefined : { subset: { on_error, status: error ?? status } }
}
