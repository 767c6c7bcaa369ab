import { firesAndStaysSilentOnTopic } from '../../../test/topics.ts'
import { templateInjection } from './template-injection.ts'

firesAndStaysSilentOnTopic(templateInjection, 'templates')
