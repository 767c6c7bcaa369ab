import { firesAndStaysSilentOnTopic } from '../../../test/topics.ts'
import { xpathInjection } from './xpath-injection.ts'

firesAndStaysSilentOnTopic(xpathInjection, 'xpath')
