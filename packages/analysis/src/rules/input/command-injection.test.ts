import { firesAndStaysSilentOnTopic } from '../../../test/topics.ts'
import { commandInjection } from './command-injection.ts'

firesAndStaysSilentOnTopic(commandInjection, 'shell')
