/**
 * What waits in the module, by number: nobody is found by the number of another, however long each stays.
 */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { Table } from '../../npm/dist/table.js'

const added = (table) => {
  const thing = { id: table.next() }
  table.add(thing)
  return thing
}

it('what is in it is found by its number, and nothing else is', () => {
  const table = new Table()
  const things = Array.from({ length: 1000 }, () => added(table))
  assert.equal(table.size, 1000)
  assert.equal(new Set(things.map(({ id }) => id)).size, 1000)
  for (const thing of things) assert.equal(table.get(thing.id), thing)
  assert.deepEqual(new Set(table.values()), new Set(things))
  for (const thing of things.slice(1)) table.delete(thing)
  assert.deepEqual(table.values(), things.slice(0, 1))
  for (const { id } of things.slice(1)) assert.equal(table.get(id), undefined)
})

it('one that stays long keeps its place, whoever comes and goes', () => {
  const table = new Table()
  const long = [1, 2, 3].map(() => added(table))
  const numbers = new Set(long.map(({ id }) => id))
  for (let turn = 0; turn < 10_000; turn += 1) {
    const thing = added(table)
    assert.ok(!numbers.has(thing.id))
    numbers.add(thing.id)
    table.delete(thing)
    assert.equal(table.get(thing.id), undefined)
  }
  for (const thing of long) assert.equal(table.get(thing.id), thing)
  assert.equal(table.size, 3)
})

it('adding one again, or taking out one that is not there, changes nothing', () => {
  const table = new Table()
  const thing = added(table)
  table.add(thing)
  assert.equal(table.size, 1)
  const stranger = { id: thing.id }
  table.delete(stranger)
  assert.equal(table.get(thing.id), thing)
  table.delete(thing)
  table.delete(thing)
  assert.equal(table.size, 0)
  table.add(thing)
  table.clear()
  assert.equal(table.get(thing.id), undefined)
  assert.equal(table.size, 0)
})
