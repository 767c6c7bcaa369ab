import { firesAndStaysSilentOnTopic } from '../../../test/topics.ts'
import { unsafeDeserialization } from './unsafe-deserialization.ts'

firesAndStaysSilentOnTopic(unsafeDeserialization, 'objects')
