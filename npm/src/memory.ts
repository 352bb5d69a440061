/**
 * The module's memory, as a request goes through it: heads and bodies are written in, answers are read out.
 *
 * Made by the module for its host (`core`), which knows when; this file knows where. The crate carries it, compiled, beside `core`.
 *
 * 1. What is text comes and goes by the platform's encoder and decoder; a letter at a time would cost more than all the rest.
 * 2. Growing the memory detaches every view, so each is looked at before it is used.
 */
import type { Reply } from './incoming.js'
import type { Exports } from './module.js'

// What is special about an answer: its header block is ASCII, its body is and is short, the block tells only what changed.
const ASCII_FIELDS = 1
const ASCII_BODY = 2
const CHANGES = 4

/** A body of more bytes is given back at once, a shorter one with the next answer. */
const KEPT_BYTES = 16_384

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** The memory of one instance. */
export class Memory {
  readonly #exports: Exports
  readonly #outbox: number
  #headAt = 0
  #headBytes = 0
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array(0)
  #words = new Uint32Array(0)
  #head = new Uint8Array(0)
  /** The headers of the answer before: most answers have the same, but for a value or two. */
  #fields: readonly string[] = []

  constructor(instance: WebAssembly.Instance) {
    this.#exports = instance.exports as unknown as Exports
    this.#outbox = this.#exports.whippet_outbox() >>> 2
  }

  /** Writes a head, and says how many bytes it has. */
  writeHead(head: string): number {
    // A UTF-16 unit becomes at most three bytes.
    if (head.length * 3 > this.#headBytes) {
      const bytes = Math.max(4096, head.length * 3)
      this.#headAt = this.#exports.whippet_head(bytes) >>> 0
      this.#headBytes = bytes
      this.#view()
    } else if (this.#head.byteLength === 0) this.#view()
    return encoder.encodeInto(head, this.#head).written
  }

  /** Writes a body, or a chunk of one. */
  writeBody(body: Uint8Array): void {
    const at = this.#exports.whippet_body(body.byteLength) >>> 0
    if (this.#bytes.byteLength === 0) this.#view()
    this.#bytes.set(body, at)
  }

  /** A word that the module left in its outbox. */
  word(index: number): number {
    if (this.#words.byteLength === 0) this.#view()
    return this.#words[this.#outbox + index] ?? 0
  }

  /** The answer that the module left in its outbox. */
  answer<T>(reply: Reply<T>): T {
    const status = this.word(0)
    const special = this.word(6)
    const isSame = (special & CHANGES) !== 0
    if (!isSame || this.word(2) > 0) {
      const block = this.#bytes.subarray(this.word(1), this.word(1) + this.word(2))
      const packed = (special & ASCII_FIELDS) !== 0 ? decoder.decode(block) : characters(block)
      this.#fields = isSame ? changed(this.#fields, packed) : packed === '' ? [] : packed.split('\0')
      this.#words[this.#outbox + 7] = this.word(3)
    }
    const bytes = this.word(5)
    if (bytes === 0) return reply(status, this.#fields, null)
    const at = this.word(4)
    if ((special & ASCII_BODY) !== 0) return reply(status, this.#fields, decoder.decode(this.#bytes.subarray(at, at + bytes)))
    const answer = reply(status, this.#fields, this.#bytes.subarray(at, at + bytes))
    if (bytes > KEPT_BYTES) this.#exports.whippet_release()
    return answer
  }

  #view(): void {
    const buffer = this.#exports.memory.buffer as ArrayBuffer
    this.#bytes = new Uint8Array(buffer)
    this.#words = new Uint32Array(buffer)
    this.#head = new Uint8Array(buffer, this.#headAt, this.#headBytes)
  }
}

/** Fields in which some values are others: each comes behind its place. */
function changed(fields: readonly string[], packed: string): readonly string[] {
  const copy = [...fields]
  for (const value of packed.split('\0')) copy[value.charCodeAt(0) * 2 - 1] = value.slice(1)
  return copy
}

/** Bytes as text, a character each: a header's value is bytes, not UTF-8. */
function characters(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}
