import { firesAndStaysSilentOnMemoryTopic } from '../../../test/topics.ts'
import { bufferOverflow } from './buffer-overflow.ts'

firesAndStaysSilentOnMemoryTopic(bufferOverflow, 'buffers')
