import { firesAndStaysSilentOnMemoryTopic } from '../../../test/topics.ts'
import { useAfterFree } from './use-after-free.ts'

firesAndStaysSilentOnMemoryTopic(useAfterFree, 'lifetimes')
