/**
 * The files of a folder over HTTP, as Vercel serves `public/`: a file that exists wins over the app.
 *
 * Used by `start.mjs` only; on Vercel the platform does this.
 *
 * 1. A path that names no file is left to the app, untouched. So is a path that cannot be decoded.
 * 2. Nothing outside the folder is served, however the path is written, symbolic links included.
 * 3. A folder is answered with its `index.html`.
 * 4. Browsers may keep a file but ask every time whether it is still the same (`ETag`).
 */
import { createReadStream, realpathSync, statSync } from 'node:fs'
import { extname, join, sep } from 'node:path'
import { pipeline } from 'node:stream'

const types = {
  '.avif': 'image/avif',
  '.css': 'text/css; charset=utf-8',
  '.gif': 'image/gif',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml; charset=utf-8',
}

/**
 * Makes a function that answers a request from the files of `folder`, or returns `false` if the request is not for one.
 */
export function staticFiles(folder) {
  const base = realpathSync(folder)
  return (request, response) => {
    const file = locate(base, request.url)
    if (!file) return false
    if (request.method === 'GET' || request.method === 'HEAD') send(file, request, response)
    else refuse(response)
    return true
  }
}

/** The file that a URL names, with its size and time; `undefined` if there is none inside `base`. */
function locate(base, url) {
  const path = decode(url)
  if (path === undefined) return undefined
  for (const candidate of [join(base, path), join(base, path, 'index.html')]) {
    const stat = inspect(candidate)
    if (!stat?.isFile()) continue
    const real = realpathSync(candidate)
    return real.startsWith(base + sep) ? { path: real, size: stat.size, time: stat.mtime } : undefined
  }
  return undefined
}

/** What stands at a path; `undefined` if nothing does, or nothing can, as where a name is longer than the file system allows. */
function inspect(path) {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

/** The decoded path of a request's target; `undefined` if it is none, or would mean another path to the file system. */
function decode(url) {
  if (!url.startsWith('/')) return undefined
  try {
    const path = decodeURIComponent(url.split(/[?#]/, 1)[0])
    // A trailing slash after a file's name names no file; `join` would drop it.
    return /[\0\\]|(^|\/)\.\.(\/|$)|\.[^/]+\/$/.test(path) ? undefined : path
  } catch {
    return undefined
  }
}

function send({ path, size, time }, request, response) {
  const etag = `W/"${size.toString(16)}-${time.getTime().toString(16)}"`
  response.setHeader('cache-control', 'public, max-age=0, must-revalidate')
  response.setHeader('etag', etag)
  response.setHeader('last-modified', time.toUTCString())
  if (isKnown(request.headers, etag, time)) return void response.writeHead(304).end()
  response.setHeader('content-type', types[extname(path).toLowerCase()] ?? 'application/octet-stream')
  response.setHeader('content-length', size)
  response.writeHead(200)
  if (request.method === 'HEAD' || size === 0) return void response.end()
  // The file may have been shortened or removed meanwhile; then the answer breaks off, and the server lives on.
  pipeline(createReadStream(path, { end: size - 1 }), response, () => {})
}

/** Whether the client's copy is still good; the tag decides alone where both are given (RFC 9110, 13.2.2). */
function isKnown(headers, etag, time) {
  const tags = headers['if-none-match']
  if (tags !== undefined) return tags === '*' || tags.split(',').some((tag) => tag.trim() === etag)
  const since = Date.parse(headers['if-modified-since'] ?? '')
  return Math.floor(time.getTime() / 1000) * 1000 <= since
}

function refuse(response) {
  response.writeHead(405, { allow: 'GET, HEAD', 'content-type': 'text/plain; charset=utf-8' })
  response.end('this is a file: only GET and HEAD are allowed\n')
}
