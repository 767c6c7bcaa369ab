import { eraseRootContract } from '../ports/erase-root.contract.ts'
import { monotonicCounterContract } from '../ports/monotonic-counter.contract.ts'
import { MemoryCounter } from './memory-counter.ts'
import { MemoryEraseRoot } from './memory-erase-root.ts'

monotonicCounterContract('MemoryCounter', () => Promise.resolve(new MemoryCounter()))
eraseRootContract('MemoryEraseRoot', () => Promise.resolve(new MemoryEraseRoot()))
