import { firesAndStaysSilentOnTopic } from '../../../test/topics.ts'
import { unboundedNesting } from './unbounded-nesting.ts'

firesAndStaysSilentOnTopic(unboundedNesting, 'nesting')
