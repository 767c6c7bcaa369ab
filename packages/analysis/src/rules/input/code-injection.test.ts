import { firesAndStaysSilentOnTopic } from '../../../test/topics.ts'
import { codeInjection } from './code-injection.ts'

firesAndStaysSilentOnTopic(codeInjection, 'code')
