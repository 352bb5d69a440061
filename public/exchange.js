/**
 * One request and its answer, timed. Called by the card and by the burst; calls the browser's `fetch`.
 *
 * 1. The time runs from the call of `fetch` until the last byte of the body has been read.
 * 2. Nothing comes from a cache.
 * 3. An answer of any status is an answer; only "no answer at all" is told apart, as `cancelled` or `unreachable`.
 */

/** The names of the statuses that this page can meet; HTTP/2 does not send one. */
const names = {
  200: 'OK', 201: 'Created', 204: 'No Content', 308: 'Permanent Redirect',
  400: 'Bad Request', 404: 'Not Found', 405: 'Method Not Allowed', 413: 'Payload Too Large',
  415: 'Unsupported Media Type', 422: 'Unprocessable Entity', 429: 'Too Many Requests',
  500: 'Internal Server Error', 502: 'Bad Gateway', 503: 'Service Unavailable', 504: 'Gateway Timeout',
}

/** What the page shows of the headers, in this order. `Set-Cookie` is never visible to a script. */
const shown = ['content-type', 'location', 'allow']
/** What it shows besides when there is no body, as after a HEAD. */
const shownWithoutBody = [...shown, 'content-length']

/**
 * Sends `{ method, path, type, body }` and resolves, never rejects, to one of
 * `{ status, name, headers, text, size, kind, ms, followed }`, `{ cancelled, ms }` and `{ unreachable, ms }`.
 */
export async function exchange(request, signal) {
  const start = performance.now()
  const past = () => performance.now() - start
  try {
    const response = await fetch(request.path, {
      method: request.method,
      headers: request.type ? { 'content-type': request.type } : {},
      body: request.body,
      cache: 'no-store',
      signal,
    })
    const content = await response.arrayBuffer()
    const ms = past()
    const at = new URL(response.url)
    const visible = content.byteLength ? shown : shownWithoutBody
    return {
      status: response.status,
      name: response.statusText || (names[response.status] ?? ''),
      headers: visible.filter((name) => response.headers.has(name)).map((name) => [name, response.headers.get(name)]),
      kind: (response.headers.get('content-type') ?? '').split(';')[0].trim().toLowerCase(),
      text: new TextDecoder().decode(content),
      size: content.byteLength,
      followed: response.redirected ? at.pathname + at.search : null,
      ms,
    }
  } catch (error) {
    return error.name === 'AbortError' ? { cancelled: true, ms: past() } : { unreachable: error.message, ms: past() }
  }
}
