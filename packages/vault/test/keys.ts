/** Keys of a store without the tree around them, for tests that are about records. */
import { deriveKey, type SecretKey, type StoreKeys } from '../src/index.ts'

export function storeKeys(key: SecretKey): StoreKeys {
  const storeId = new Uint8Array(deriveKey(key, 'id').object.export().subarray(0, 16))
  return { storeId, kek: deriveKey(key, 'kek'), blind: deriveKey(key, 'blind'), head: deriveKey(key, 'head') }
}
