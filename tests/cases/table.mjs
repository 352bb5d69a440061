// A case table read, turned into requests, and compared with what came back.
//
// Called by the tests of each runtime; knows nothing of how a request is sent. The format is described in README.md:
// a rule added there is added here and in the Rust reader, so that a case means the same everywhere.

import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'

/**
 * The cases of a table that a runtime can be asked.
 *
 * @param {string} name the table's file name without `.json`
 * @param {{ provides?: string[] }} [options] what the runtime provides; a case that needs more is left out
 */
export function readTable(name, { provides = [] } = {}) {
  const { cases } = JSON.parse(readFileSync(new URL(`./${name}.json`, import.meta.url), 'utf8'))
  const names = new Set(cases.map((each) => each.name))
  assert.equal(names.size, cases.length, `two cases of ${name}.json have one name`)
  return cases.filter(({ needs = [] }) => needs.every((need) => provides.includes(need)))
}

/** The names of the tables in a folder, as {@link readTable} takes them. */
export function tablesIn(folder) {
  const files = readdirSync(new URL(`./${folder}/`, import.meta.url)).filter((file) => file.endsWith('.json')).sort()
  return files.map((file) => `${folder}/${file.slice(0, -'.json'.length)}`)
}

/** The fields of a case's request: name and value, one for each of a list. */
export function fieldsOf({ request: { headers = {} } }) {
  return Object.entries(headers).flatMap(([name, value]) => [value].flat().map((each) => [name, each]))
}

/** Whether a case's request body breaks off after its bytes. */
export const isBroken = ({ request: { body } }) => body !== undefined && 'broken' in body

/** The bytes of a case's request body, or `undefined` where it has none. */
export function bodyBytes({ request: { body } }) {
  if (body === undefined) return undefined
  if ('broken' in body) return bodyBytes({ request: { body: body.broken } })
  if ('all' in body) return Buffer.concat(body.all.map((each) => bodyBytes({ request: { body: each } })))
  if ('json' in body) return Buffer.from(JSON.stringify(body.json))
  if ('text' in body) return Buffer.from(body.text)
  if ('base64' in body) return Buffer.from(body.base64, 'base64')
  if ('repeat' in body) return Buffer.from(body.repeat[0].repeat(body.repeat[1]))
  throw new Error(`unknown kind of request body: ${Object.keys(body)}`)
}

/**
 * Throws an `AssertionError` that names the first part of `actual` that is not as expected.
 *
 * @param {object} expected a case's `response`
 * @param {{ status: number, headers: [string, string][], body: Buffer, log?: string, reads?: number }} actual repeated header fields in
 *   the order received; `log` and `output` where the runtime's logs can be read, `reads` where it is known how often the request's body was asked for
 */
export function checkResponse(expected, actual) {
  const { status, type, headers = {}, problem, body = {}, log = [], output = [], unread = false, ...unknown } = expected
  assert.deepEqual(Object.keys(unknown), [], 'unknown part of an expected response')
  assert.equal(actual.status, status, 'status')
  for (const [name, matcher] of Object.entries(headers)) checkHeader(name, matcher, fields(actual, name))
  const wanted = problem ? 'application/problem+json' : type
  if (wanted !== undefined) {
    const got = fields(actual, 'content-type').map((value) => value.split(';')[0].trim().toLowerCase())
    assert.deepEqual(got, [wanted], 'media type of the content-type')
  }
  if (problem) checkProblem(status, problem, actual.body)
  for (const [kind, value] of Object.entries(body)) checkBody(kind, value, actual.body)
  if (unread && actual.reads !== undefined) assert.equal(actual.reads, 0, 'the body was not asked for')
  for (const each of log) assert.ok(actual.log?.includes(each), `the error log has ${each}: ${actual.log}`)
  for (const each of output) assert.ok(actual.output?.includes(each), `the log has ${each}: ${actual.output}`)
}

function fields({ headers }, wanted) {
  return headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value)
}

function checkHeader(name, matcher, values) {
  if (matcher === null) return assert.deepEqual(values, [], `header ${name} is absent`)
  if (matcher.values) {
    assert.equal(values.length, matcher.values.length, `number of ${name} headers: ${JSON.stringify(values)}`)
    return matcher.values.forEach((each, index) => checkText(each, values[index], `header ${name} number ${index + 1}`))
  }
  if (matcher.joined) return checkText(matcher.joined, values.join(', '), `headers ${name}, joined`)
  assert.equal(values.length, 1, `number of ${name} headers: ${JSON.stringify(values)}`)
  if (matcher.list) {
    const got = values[0].split(',').map((item) => item.trim())
    return assert.deepEqual(got.sort(), [...matcher.list].sort(), `items of the header ${name}`)
  }
  checkText(matcher, values[0], `header ${name}`)
}

function checkText(matcher, value, what) {
  if (typeof matcher === 'string') return assert.equal(value, matcher, what)
  assert.match(value, new RegExp(matcher.regex, 'u'), what)
}

function checkProblem(status, { type = 'about:blank', errors, ...members }, bytes) {
  const got = parse(bytes)
  assert.equal(got.type, type, 'type of the problem')
  assert.equal(got.status, status, 'status of the problem')
  assert.ok(typeof got.title === 'string' && got.title !== '', 'the problem has a title')
  for (const [name, matcher] of Object.entries(members)) {
    assert.ok(['title', 'detail', 'instance'].includes(name), `unknown member of an expected problem: ${name}`)
    checkText(matcher, got[name], `${name} of the problem`)
  }
  if (errors !== undefined) {
    checkSubset(errors, got.errors, 'errors of the problem')
    for (const { message } of got.errors) assert.ok(typeof message === 'string' && message !== '', 'each error has a message')
  }
}

function checkBody(kind, value, bytes) {
  const text = bytes.toString('utf8')
  if (kind === 'empty') assert.equal(text, '', 'the body is empty')
  else if (kind === 'text') assert.equal(text, value, 'text of the body')
  else if (kind === 'json') assert.deepEqual(parse(bytes), value, 'JSON of the body')
  else if (kind === 'subset') checkSubset(value, parse(bytes), 'body')
  else if (kind === 'regex') assert.match(text, new RegExp(value, 'u'), 'text of the body')
  else if (kind === 'lacks') for (const each of value) assert.ok(!text.includes(each), `the body does not contain ${each}: ${text}`)
  else throw new Error(`unknown kind of expected body: ${kind}`)
}

function checkSubset(expected, actual, where) {
  if (expected === null || typeof expected !== 'object') return assert.deepEqual(actual, expected, where)
  const shown = `${where} is ${JSON.stringify(actual)}`
  assert.ok(actual !== null && typeof actual === 'object', shown)
  assert.equal(Array.isArray(actual), Array.isArray(expected), shown)
  if (Array.isArray(expected)) assert.equal(actual.length, expected.length, `length of ${where}`)
  for (const key of Object.keys(expected)) checkSubset(expected[key], actual[key], `${where}/${key}`)
}

function parse(bytes) {
  const text = bytes.toString('utf8')
  try {
    return JSON.parse(text)
  } catch {
    assert.fail(`the body is not JSON: ${text.slice(0, 500)}`)
  }
}
