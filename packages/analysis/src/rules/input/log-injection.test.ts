import { firesAndStaysSilentOnTopic } from '../../../test/topics.ts'
import { logInjection } from './log-injection.ts'

firesAndStaysSilentOnTopic(logInjection, 'log-lines')
