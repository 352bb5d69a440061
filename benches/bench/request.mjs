/**
 * One request over HTTP on a connection of its own, and its answer with the whole body.
 */
import { request as send } from 'node:http'

/** Asks a server on a port of 127.0.0.1. Rejects where nobody listens, and where the answer breaks off. */
export function ask(port, { method, path, headers, body }) {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': body.byteLength }
    const request = send({ host: '127.0.0.1', port, method, path, headers: { ...headers, ...length }, agent: false }, (response) => {
      const chunks = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.once('end', () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }))
      response.once('error', reject)
      response.once('aborted', () => reject(new Error('the answer broke off')))
    })
    request.once('error', reject)
    request.end(body)
  })
}
