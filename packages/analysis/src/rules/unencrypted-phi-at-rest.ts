import type { DeviceFile, Storage } from '@pericard/model'
import type { Hit, Rule } from '../rule.ts'

export const unencryptedPhiAtRest: Rule = {
  id: 'unencrypted-phi-at-rest',
  title: 'Patient data lies unencrypted on its storage',
  goesWrong: 'A lost, stolen or resold device gives every record to whoever removes its disk.',
  cwe: [311],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'high',
  mitigation: 'Keep it in the vault, or encrypt the medium with a key that is not on it.',
  verify: 'phi-in-raw-storage',
  falseAlarm: 'The storage belongs to another party who is named as external.',
  check(file: DeviceFile): Hit[] {
    const holding = new Set(file.data.filter(({ kind }) => kind === 'phi').flatMap(({ at }) => at))
    return file.components
      .filter(({ id, external, storage }) => holding.has(id) && !external && isPlain(storage))
      .map(({ id }) => ({
        element: `components.${id}`,
        because: `${id} stores PHI and its encryption is none`,
        advice: 'set "encryption: vault", or name the controls that encrypt it',
      }))
  },
}

function isPlain(storage: Storage | undefined): boolean {
  return storage !== undefined && (storage.encryption === 'none' || storage.encryption.length === 0)
}
