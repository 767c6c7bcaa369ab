import { firesAndStaysSilentOnMemoryTopic } from '../../../test/topics.ts'
import { nullPointer } from './null-pointer.ts'

firesAndStaysSilentOnMemoryTopic(nullPointer, 'null-pointers')
