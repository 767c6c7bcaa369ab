import { firesAndStaysSilentOnMemoryTopic } from '../../../test/topics.ts'
import { uninitialisedMemory } from './uninitialised-memory.ts'

firesAndStaysSilentOnMemoryTopic(uninitialisedMemory, 'initialisation')
