/**
 * A wasm module that counts its own instructions: `instrument(bytes)` gives the same module with one global more, exported as
 * {@link COUNTER}, in which stands how many instructions were executed.
 *
 * Used by `instructions.mjs`: the figure depends on the module and on what it is asked, never on the machine.
 *
 * 1. An instruction counts 1, whatever it does: a `memory.copy` of a megabyte, too. What only marks a structure (`block`, `loop`, `else`,
 *    `end`) and what JavaScript does counts 0.
 * 2. A counter is raised once for each stretch that is executed whole or not at all; what the counting executes is not counted.
 * 3. Nothing of the module is numbered anew: the global is the last.
 * 4. What is not known is refused by its number: a wrong length would make something else of the code that follows.
 *
 * Source: the WebAssembly specification 2.0, chapter 5, and tail calls. Not known: exceptions, threads, garbage collection.
 */

/** The name under which the counter is exported, an i64. */
export const COUNTER = 'instructions executed'

const [IMPORT, GLOBAL, EXPORT, CODE] = [2, 6, 7, 10]
/** The order of the sections; a tag section (13) stands before the globals, a data count (12) before the code. */
const ORDER = [1, 2, 3, 4, 5, 13, 6, 7, 8, 9, 12, 10, 11]

const [BLOCK, LOOP, IF, ELSE, END] = [0x02, 0x03, 0x04, 0x05, 0x0b]
const MARKERS = new Set([BLOCK, LOOP, ELSE, END])
/** What ends a stretch: after it, something else may come than what stands next, or what stands next is come to from elsewhere. */
const ENDS = new Set([0x00, LOOP, IF, ELSE, END, 0x0c, 0x0d, 0x0e, 0x0f, 0x12, 0x13])

/** Reads bytes one after the other. */
class Reader {
  constructor(bytes, at = 0, end = bytes.length) {
    Object.assign(this, { bytes, at, end })
  }

  byte() {
    if (this.at >= this.end) throw new Error('the module ends too early')
    return this.bytes[this.at++]
  }

  /** An unsigned LEB128 number below 2 ** 53. */
  number() {
    let [value, scale] = [0, 1]
    for (;;) {
      const byte = this.byte()
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
      scale *= 128
    }
  }

  /** A LEB128 number of whatever sign, unread. */
  skipNumber() {
    while (this.byte() >= 0x80);
  }

  skip(bytes) {
    this.at += bytes
    if (this.at > this.end) throw new Error('the module ends too early')
  }

  name() {
    const bytes = this.number()
    this.skip(bytes)
    return new TextDecoder().decode(this.bytes.subarray(this.at - bytes, this.at))
  }
}

/** Bytes that grow. */
class Writer {
  #bytes = new Uint8Array(1024)
  length = 0

  push(...bytes) {
    this.append(bytes)
  }

  append(bytes) {
    if (this.length + bytes.length > this.#bytes.length) {
      const larger = new Uint8Array((this.length + bytes.length) * 2)
      larger.set(this.#bytes)
      this.#bytes = larger
    }
    this.#bytes.set(bytes, this.length)
    this.length += bytes.length
  }

  get bytes() {
    return this.#bytes.subarray(0, this.length)
  }
}

/** A number as unsigned LEB128. */
function unsigned(value) {
  const bytes = []
  for (; value >= 0x80; value = Math.floor(value / 128)) bytes.push((value % 128) | 0x80)
  return [...bytes, value]
}

/** A number that is not negative as signed LEB128: its last byte has room for a sign. */
function signed(value) {
  const bytes = unsigned(value)
  if ((bytes.at(-1) & 0x40) === 0) return bytes
  bytes[bytes.length - 1] |= 0x80
  return [...bytes, 0]
}

/** A module, as its sections: `[number, content]`, in their order. */
function sectionsOf(bytes) {
  const reader = new Reader(bytes)
  const magic = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]
  if (magic.some((expected) => reader.byte() !== expected)) throw new Error('this is no module')
  const sections = []
  while (reader.at < bytes.length) {
    const number = reader.byte()
    const size = reader.number()
    sections.push([number, bytes.subarray(reader.at, reader.at + size)])
    reader.skip(size)
  }
  return sections
}

/** The content of a section, or that of one without entries, which is put where it belongs. */
function sectionOf(sections, number) {
  const found = sections.find(([other]) => other === number)
  if (found) return found
  const added = [number, new Uint8Array([0])]
  const place = ORDER.indexOf(number)
  const at = sections.findIndex(([other]) => other !== 0 && ORDER.indexOf(other) > place)
  sections.splice(at === -1 ? sections.length : at, 0, added)
  return added
}

/** A section's content with one entry more at its end. */
function withEntry(content, entry) {
  const reader = new Reader(content)
  const writer = new Writer()
  writer.append(unsigned(reader.number() + 1))
  writer.append(content.subarray(reader.at))
  writer.append(entry)
  return writer.bytes
}

/** How many globals a module imports. */
function importedGlobals(content) {
  const reader = new Reader(content)
  let globals = 0
  const limits = () => {
    const flags = reader.byte()
    reader.skipNumber()
    if (flags & 1) reader.skipNumber()
  }
  for (let left = reader.number(); left > 0; left -= 1) {
    reader.name()
    reader.name()
    const kind = reader.byte()
    if (kind === 0) reader.skipNumber()
    else if (kind === 1) (reader.byte(), limits())
    else if (kind === 2) limits()
    else if (kind === 3) (reader.skip(2), (globals += 1))
    else throw new Error(`an import of kind ${kind} is not known`)
  }
  return globals
}

/** Where the type of a value or a block ends. */
function skipType(reader) {
  // A negative number is a type of one byte, any other the number of a function's type.
  reader.skipNumber()
}

/** Memory, offset, and, for more than one memory, which. */
function skipMemoryArgument(reader) {
  const alignment = reader.number()
  if (alignment & 0x40) reader.skipNumber()
  reader.skipNumber()
}

/** What stands behind an instruction of one byte. */
function skipImmediates(reader, code) {
  const refuse = () => {
    throw new Error(`the instruction 0x${code.toString(16)} is not known`)
  }
  if (code === BLOCK || code === LOOP || code === IF) skipType(reader)
  else if (code === 0x0e) for (let left = reader.number() + 1; left > 0; left -= 1) reader.skipNumber()
  else if (code === 0x1c) for (let left = reader.number(); left > 0; left -= 1) skipType(reader)
  else if (code === 0x11 || code === 0x13) (reader.skipNumber(), reader.skipNumber())
  else if ([0x0c, 0x0d, 0x10, 0x12, 0x3f, 0x40, 0x41, 0x42, 0xd0, 0xd2].includes(code)) reader.skipNumber()
  else if (code >= 0x20 && code <= 0x26) reader.skipNumber()
  else if (code >= 0x28 && code <= 0x3e) skipMemoryArgument(reader)
  else if (code === 0x43) reader.skip(4)
  else if (code === 0x44) reader.skip(8)
  else if (code === 0xfc) skipBulk(reader)
  else if (code === 0xfd) skipVector(reader)
  else if (![0x00, 0x01, ELSE, END, 0x0f, 0x1a, 0x1b, 0xd1].includes(code) && !(code >= 0x45 && code <= 0xc4)) refuse()
}

/** Saturating conversions, and what is done to memories and tables as a whole. */
function skipBulk(reader) {
  const code = reader.number()
  if (code > 17) throw new Error(`the instruction 0xfc ${code} is not known`)
  if (code < 8) return
  reader.skipNumber()
  // Two places, or a segment and a place.
  if ([8, 10, 12, 14].includes(code)) reader.skipNumber()
}

function skipVector(reader) {
  const code = reader.number()
  if (code > 275) throw new Error(`the instruction 0xfd ${code} is not known`)
  if (code <= 11 || code === 92 || code === 93) skipMemoryArgument(reader)
  else if (code === 12 || code === 13) reader.skip(16)
  else if (code >= 21 && code <= 34) reader.skip(1)
  else if (code >= 84 && code <= 91) (skipMemoryArgument(reader), reader.skip(1))
}

/** A function's body, with the counter raised at the beginning of each stretch. */
function counting(body, raise) {
  const reader = new Reader(body)
  const writer = new Writer()
  for (let left = reader.number(); left > 0; left -= 1) (reader.skipNumber(), skipType(reader))
  writer.append(body.subarray(0, reader.at))
  let [from, count] = [reader.at, 0]
  while (reader.at < body.length) {
    const code = reader.byte()
    skipImmediates(reader, code)
    if (!MARKERS.has(code)) count += 1
    if (!ENDS.has(code)) continue
    if (count > 0) writer.append(raise(count))
    writer.append(body.subarray(from, reader.at))
    ;[from, count] = [reader.at, 0]
  }
  return writer.bytes
}

/**
 * Gives a module that counts.
 *
 * @param {Uint8Array} bytes a module
 * @returns {Uint8Array}
 * @throws {Error} when it is none, or has an instruction that is not known
 */
export function instrument(bytes) {
  const sections = sectionsOf(bytes)
  const imports = sections.find(([number]) => number === IMPORT)
  const globals = sectionOf(sections, GLOBAL)
  const counter = unsigned((imports ? importedGlobals(imports[1]) : 0) + new Reader(globals[1]).number())
  // An i64 that changes, and begins with 0.
  globals[1] = withEntry(globals[1], [0x7e, 1, 0x42, 0, END])
  const exports = sectionOf(sections, EXPORT)
  const name = new TextEncoder().encode(COUNTER)
  exports[1] = withEntry(exports[1], [...unsigned(name.length), ...name, 3, ...counter])
  const raise = (count) => [0x23, ...counter, 0x42, ...signed(count), 0x7c, 0x24, ...counter]
  const code = sections.find(([number]) => number === CODE)
  if (code) code[1] = codeOf(code[1], (body) => counting(body, raise))
  const writer = new Writer()
  writer.append(bytes.subarray(0, 8))
  for (const [number, content] of sections) {
    writer.push(number)
    writer.append(unsigned(content.length))
    writer.append(content)
  }
  return writer.bytes
}

/** A code section, each body of which has become another. */
function codeOf(content, change) {
  const reader = new Reader(content)
  const writer = new Writer()
  const bodies = reader.number()
  writer.append(unsigned(bodies))
  for (let left = bodies; left > 0; left -= 1) {
    const size = reader.number()
    const body = change(content.subarray(reader.at, reader.at + size))
    reader.skip(size)
    writer.append(unsigned(body.length))
    writer.append(body)
  }
  return writer.bytes
}
