import { firesAndStaysSilentOnMemoryTopic } from '../../../test/topics.ts'
import { integerOverflow } from './integer-overflow.ts'

firesAndStaysSilentOnMemoryTopic(integerOverflow, 'arithmetic')
