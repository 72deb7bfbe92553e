import { describe, expect, it } from 'vitest'

import { countPeople, peopleOf } from '../../src/ui/people'
import { ana, nameless, self } from './examples'

const anasTab = { ...ana, client_id: 9000, name: 'Ana Lima' }

describe('who is here', () => {
  it('gathers the tabs of one author under the name of the first', () => {
    const people = peopleOf([nameless, ana, anasTab], self.client_id)
    expect(people.map(({ member, clientIds }) => [member.name, clientIds])).toEqual([
      [null, [nameless.client_id]],
      ['Ana', [ana.client_id, anasTab.client_id]],
    ])
  })

  it('begins with oneself, under the name of this tab', () => {
    const people = peopleOf([nameless, ana, anasTab], anasTab.client_id)
    expect(people[0]).toEqual({ member: anasTab, clientIds: [9000, ana.client_id], isSelf: true })
    expect(people.map(({ isSelf }) => isSelf)).toEqual([true, false])
  })

  it('are counted as the list gathers them, and by the server where there is no list', () => {
    expect(countPeople([nameless, ana, anasTab], 3)).toBe(2)
    expect(countPeople(null, 5_000)).toBe(5_000)
  })

  it('takes nobody for another because of a name', () => {
    const one = { ...self, name: 'Bo' }
    const other = { ...nameless, name: 'Bo' }
    expect(peopleOf([one, other], null)).toHaveLength(2)
  })
})
