import { firesAndStaysSilentOnTopic } from '../../../test/topics.ts'
import { headerInjection } from './header-injection.ts'

firesAndStaysSilentOnTopic(headerInjection, 'headers')
