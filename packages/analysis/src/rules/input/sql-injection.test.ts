import { firesAndStaysSilentOnTopic } from '../../../test/topics.ts'
import { sqlInjection } from './sql-injection.ts'

firesAndStaysSilentOnTopic(sqlInjection, 'sql')
