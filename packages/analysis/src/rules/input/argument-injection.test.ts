import { firesAndStaysSilentOnTopic } from '../../../test/topics.ts'
import { argumentInjection } from './argument-injection.ts'

firesAndStaysSilentOnTopic(argumentInjection, 'arguments')
