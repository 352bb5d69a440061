import assert from 'node:assert/strict'
import { once } from 'node:events'
import { symlinkSync, utimesSync } from 'node:fs'
import { createServer, request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'
import { staticFiles } from '../../scripts/static.mjs'
import { folder, writeFiles } from './copy.mjs'

/** A server for `base/public` in front of an app that answers 299 and the path. */
async function serve(t) {
  const base = folder(t)
  writeFiles(base, {
    'secret.txt': 'secret',
    'public-too/secret.txt': 'secret',
    'public/index.html': '<p>start</p>',
    'public/style.css': 'p {}',
    'public/empty.txt': '',
    'public/a b.txt': 'blank',
    'public/data.unknown': 'raw',
    'public/docs/index.html': '<p>docs</p>',
    'public/bare/file.txt': 'here',
  })
  const files = staticFiles(join(base, 'public'))
  const server = createServer((request, response) => {
    if (!files(request, response)) response.writeHead(299).end(request.url)
  }).listen(0)
  await once(server, 'listening')
  t.after(() => server.close())
  return { base, port: server.address().port }
}

/** One request whose path is sent as it is written, which `fetch` would not do. */
async function ask(port, path, { method = 'GET', headers = {} } = {}) {
  const [response] = await once(httpRequest({ port, path, method, headers, agent: false }).end(), 'response')
  let body = ''
  for await (const chunk of response.setEncoding('utf8')) body += chunk
  return { status: response.statusCode, headers: response.headers, body }
}

test('files_are_served_with_their_type_and_length', async (t) => {
  const { port } = await serve(t)
  const cases = [
    ['/', 'text/html; charset=utf-8', '<p>start</p>'],
    ['/?from=mail', 'text/html; charset=utf-8', '<p>start</p>'],
    ['/index.html', 'text/html; charset=utf-8', '<p>start</p>'],
    ['/style.css', 'text/css; charset=utf-8', 'p {}'],
    ['/a%20b.txt', 'text/plain; charset=utf-8', 'blank'],
    ['/empty.txt', 'text/plain; charset=utf-8', ''],
    ['/data.unknown', 'application/octet-stream', 'raw'],
    ['/docs', 'text/html; charset=utf-8', '<p>docs</p>'],
    ['/docs/', 'text/html; charset=utf-8', '<p>docs</p>'],
  ]
  for (const [path, type, text] of cases) {
    const { status, headers, body } = await ask(port, path)
    assert.deepEqual([path, status, headers['content-type'], headers['content-length'], body], [path, 200, type, String(text.length), text])
  }
})

test('head_is_answered_like_get_without_the_body', async (t) => {
  const { port } = await serve(t)
  const { status, headers, body } = await ask(port, '/', { method: 'HEAD' })
  assert.deepEqual([status, headers['content-length'], body], [200, '12', ''])
})

test('what_is_no_file_is_left_to_the_app', async (t) => {
  const { port } = await serve(t)
  for (const path of ['/api/health', '/bare', '/bare/', '/style.css/', '/%', '/%ff', '/style.css%00', '//style.cs']) {
    const { status, body } = await ask(port, path)
    assert.deepEqual([status, body], [299, path])
  }
})

test('nothing_outside_the_folder_is_served', async (t) => {
  const { base, port } = await serve(t)
  symlinkSync(join(base, 'secret.txt'), join(base, 'public', 'link.txt'))
  const paths = [
    '/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/docs/../../secret.txt', '/..%5csecret.txt',
    '/../public-too/secret.txt', '/link.txt', '/./../secret.txt', '//../secret.txt', '/%252e%252e/secret.txt',
  ]
  for (const path of paths) assert.deepEqual([path, (await ask(port, path)).status], [path, 299])
})

test('other_methods_on_a_file_are_405_with_allow', async (t) => {
  const { port } = await serve(t)
  const { status, headers } = await ask(port, '/style.css', { method: 'POST' })
  assert.deepEqual([status, headers.allow], [405, 'GET, HEAD'])
})

test('a_copy_that_is_still_good_is_304_without_a_body', async (t) => {
  const { base, port } = await serve(t)
  const { headers } = await ask(port, '/style.css')
  const good = [
    { 'if-none-match': headers.etag },
    { 'if-none-match': `"other", ${headers.etag}` },
    { 'if-none-match': '*' },
    { 'if-modified-since': headers['last-modified'] },
  ]
  for (const asked of good) {
    const { status, body } = await ask(port, '/style.css', { headers: asked })
    assert.deepEqual([asked, status, body], [asked, 304, ''])
  }
  const outdated = { 'if-none-match': '"other"', 'if-modified-since': headers['last-modified'] }
  assert.equal((await ask(port, '/style.css', { headers: outdated })).status, 200)
  utimesSync(join(base, 'public', 'style.css'), new Date(), new Date(Date.now() + 60_000))
  assert.equal((await ask(port, '/style.css', { headers: good[0] })).status, 200)
  assert.equal((await ask(port, '/style.css', { headers: good[3] })).status, 200)
})

test('a_name_longer_than_the_file_system_allows_is_left_to_the_app', async (t) => {
  const { port } = await serve(t)
  for (const length of [300, 9000]) {
    assert.equal((await ask(port, `/${'a'.repeat(length)}`)).status, 299)
  }
})
